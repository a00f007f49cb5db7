import { check } from './checker/check.ts';
import { gatherEvidence } from './evidence.ts';
import type { Outcome } from './messages.ts';
import { planOf } from './plan.ts';
import { playStory, StageStuck } from './play.ts';
import type { Stage } from './stage.ts';
import { storyOf } from './story.ts';
import { timelineOf } from './timeline.ts';

const nothing = { violations: [], timeline: [], faults: {}, crashes: {}, chats: 0, runs: 0, ends: {}, attempts: 0 };

/** Plays one seed and checks it. A stage that got stuck cannot be used again. */
export async function playSeed(stage: Stage, seed: number): Promise<Outcome> {
  const beganAt = performance.now();
  const realMs = () => Math.round(performance.now() - beganAt);
  stage.takeLog();
  try {
    const evidence = await gatherEvidence(stage, await playStory(stage, storyOf(seed), planOf(seed)));
    const violations = check(evidence);
    const struck = evidence.director.struck();
    const isBroken = violations.length > 0;
    return {
      seed,
      end: isBroken ? 'broken' : 'kept',
      violations,
      timeline: isBroken || process.env.HYOBAN_TIMELINE ? timelineOf(evidence) : [],
      faults: countBy(struck.filter(({ kind }) => kind !== 'crash').map(({ where, kind }) => `${where}: ${kind}`)),
      crashes: countBy(struck.filter(({ kind }) => kind === 'crash').map(({ where }) => where)),
      chats: evidence.story.chats.length,
      runs: evidence.history.length,
      ends: countBy(evidence.history.map(({ type, status, failureType }) => `${type}: ${failureType ?? status}`)),
      attempts: evidence.attempts.length,
      realMs: realMs(),
    };
  } catch (error) {
    if (!(error instanceof StageStuck)) throw error;
    return { ...nothing, seed, end: 'lost', timeline: complaints(stage.takeLog()), realMs: realMs() };
  }
}

/** What Core said when the server refused the end of a workflow task, after which the server never ends that task. */
const complaints = (log: string[]) =>
  log.filter((line) => /"level":[45]0/.test(line) && /workflow activation|ACTIVITY_UNKNOWN/i.test(line)).slice(-3);

/** How often each name is there. */
export function countBy(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
