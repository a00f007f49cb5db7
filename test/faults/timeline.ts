import { z } from 'zod';
import { nameOf } from './checker/analyses.ts';
import type { Evidence } from './evidence.ts';

type Line = { atMs: number; text: string };

/** A story as people read it: what each did, what struck, what the bot did, in order of time from the story's start. */
export function timelineOf(evidence: Evidence): string[] {
  const { startedAtMs, story } = evidence;
  const lines = [
    ...steps(evidence),
    ...faults(evidence),
    ...attempts(evidence),
    ...shown(evidence),
    ...webhooks(evidence),
    ...runs(evidence),
    ...complaints(evidence),
  ];
  return [
    `seed ${story.seed}, settings "${story.settings}", ${story.chats.length} chats`,
    ...lines.toSorted((a, b) => a.atMs - b.atMs).map(({ atMs, text }) => `${clockTime(atMs - startedAtMs)}  ${text}`),
  ];
}

function steps({ steps: played }: Evidence): Line[] {
  return played.map(({ atMs, chat, text }) => ({ atMs, text: `chat ${chat}  PERSON ${text}` }));
}

function faults({ director }: Evidence): Line[] {
  return director
    .struck()
    .map(({ atMs, where, kind, caller }) => ({ atMs, text: `  FAULT ${kind} at ${where} (${caller})` }));
}

function attempts({ attempts: made }: Evidence): Line[] {
  return made.map(({ atMs, caller, outcome }) => ({
    atMs,
    text: `  ${caller.label} attempt ${caller.attempt}: ${outcome}`,
  }));
}

function shown({ shown: items }: Evidence): Line[] {
  return items.map(({ atMs, chat, route, caller, items: [first] }) => ({
    atMs,
    text: `chat ${chat}  BOT by ${route} (${caller}): ${JSON.stringify(first?.message.altText ?? first?.message.text)?.slice(0, 100)}`,
  }));
}

function webhooks({ journal }: Evidence): Line[] {
  return journal.flatMap(({ atMs, side, status, fault, requestBody }) => {
    if (side !== 'gemini-webhook') return [];
    const { type } = Object(requestBody) as { type?: string };
    return [{ atMs, text: `  WEBHOOK of Gemini ${type}${fault ? ` (${fault})` : ''}: ${status ?? 'no answer'}` }];
  });
}

function runs({ history }: Evidence): Line[] {
  return history.flatMap((run) => [
    { atMs: run.startedAtMs, text: `  START ${nameOf(run)}` },
    ...run.events
      .filter(({ type }) => type === 'workflowExecutionSignaled')
      .map(({ atMs, name, id }) => ({ atMs, text: `  SIGNAL ${name} to ${nameOf(run)} (event ${id})` })),
    ...(run.closedAtMs === undefined
      ? []
      : [{ atMs: run.closedAtMs, text: `  END ${nameOf(run)}: ${run.status} ${run.failureType ?? ''}` }]),
  ]);
}

const warn = 40;
const logLine = z.object({
  level: z.number().min(warn),
  time: z.number(),
  msg: z.string(),
  err: z.object({ message: z.string() }).optional(),
  /** As the SDK calls it. */
  error: z.object({ message: z.string() }).optional().catch(undefined),
});

/** What API and worker had to complain about; the attempts tell of the activities that failed. */
function complaints({ log }: Evidence): Line[] {
  return log.flatMap((text) => {
    const { data } = logLine.safeParse(JSON.parse(text));
    if (!data || data.msg === 'Activity failed') return [];
    const { message } = data.err ?? data.error ?? {};
    return [{ atMs: data.time, text: `  LOG ${data.msg}${message ? `: ${message.slice(0, 160)}` : ''}` }];
  });
}

/** `d hh:mm:ss.mmm` since the story's start. */
export function clockTime(sinceMs: number): string {
  const text = new Date(Math.max(0, sinceMs)).toISOString();
  return `${Math.floor(sinceMs / 86_400_000)}d ${text.slice(11, 23)}`;
}
