import { textsFor } from '../../../src/line/texts/index.ts';
import type { Evidence, Run } from '../evidence.ts';
import type { Shown } from '../play.ts';
import { analysesOf, answering, chatOf, signalOf } from './analyses.ts';
import type { Violation } from './violation.ts';

const promise = 'a cancel is kept';
const languages = ['zh-TW', 'ja', 'en'] as const;

/** Marks where the names stand, so that the words around them can be looked for. */
const anyNames = '\u0000';
const stopped = languages.map((language) => textsFor(language).cancelled(anyNames).split(anyNames));
const stoppedNameless = languages.map((language) => textsFor(language).cancelled(undefined));
const tooLate = languages.map((language) => textsFor(language).tooLateToCancel);

/** What the bot says about a cancel is so: "stopped" only of a run that ends without an answer, "too late" only of one that sends. */
export function checkWords(evidence: Evidence): Violation[] {
  return evidence.shown
    .filter(({ activity }) => activity === undefined)
    .flatMap((said) => wordsOf(evidence, said))
    .map((what) => ({ promise, what }));
}

function wordsOf(evidence: Evidence, { items, chat, atMs }: Shown): string[] {
  const runs = analysesOf(evidence).filter((run) => chatOf(evidence, run) === chat && wasCancelled(run, atMs));
  return items.flatMap(({ message }) => {
    const text = typeof message.text === 'string' ? message.text : '';
    if (isStopped(text) && !runs.some(({ status }) => status === 'canceled'))
      return [`chat ${chat} was told "${text}", and no run ended as cancelled`];
    if (tooLate.includes(text) && !runs.some((run) => beganToAnswer(run, atMs)))
      return [`chat ${chat} was told "${text}", and no answer was on its way`];
    return [];
  });
}

const isStopped = (text: string) =>
  stoppedNameless.includes(text) ||
  stopped.some(([start = '', end = '']) => text.startsWith(start) && text.endsWith(end));

/** The time of the signal's event is no help: a signal that comes during a workflow task is written down when that ends. */
const wasCancelled = (run: Run, atMs: number) => run.startedAtMs <= atMs && signalOf(run, 'cancelByUser') !== undefined;

const beganToAnswer = (run: Run, atMs: number) =>
  run.events.some(({ type, name, atMs: at }) => type === 'activityTaskScheduled' && answering.has(name) && at <= atMs);
