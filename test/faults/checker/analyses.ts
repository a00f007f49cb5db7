import { z } from 'zod';
import type { Evidence, Run } from '../evidence.ts';
import type { Shown } from '../play.ts';

const input = z.looseObject({
  chat: z.object({ key: z.string(), to: z.string() }),
  webhookEventId: z.string(),
  nearbyEventId: z.string().optional(),
  places: z.array(z.looseObject({ placeId: z.string(), name: z.string() })).optional(),
});

const claim = z.object({ text: z.string(), sources: z.array(z.number()) });

const report = z.looseObject({
  placeName: z.string(),
  verdict: claim.optional(),
  sources: z.array(z.looseObject({ number: z.number(), uri: z.string() })),
});

const entry = z.looseObject({ call: z.string(), status: z.enum(['confirmed', 'unknown']), priceMicroUsd: z.number() });

/** One entry of a run's ledger. */
export type Entry = z.infer<typeof entry>;

/** What a run was asked for. */
export const inputOf = (run: Run) => input.parse(run.input);

/** The reports of a run that completed. */
export function reportsOf(run: Run): z.infer<typeof report>[] {
  return z.looseObject({ reports: z.array(report) }).safeParse(run.result).data?.reports ?? [];
}

/** The ledger of a run, from its memo or its result; undefined when it left none. */
export function ledgerOf(run: Run): Entry[] | undefined {
  const fromMemo = z.array(entry).safeParse(run.memo.ledger);
  if (fromMemo.success) return fromMemo.data;
  return z.looseObject({ ledger: z.array(entry) }).safeParse(run.result).data?.ledger;
}

export const analysesOf = ({ history }: Evidence) => history.filter((run) => run.type === 'analysis');
export const nearbysOf = ({ history }: Evidence) => history.filter((run) => run.type === 'nearby');

/** Activities that may bring the one answer of a run. */
export const answering = new Set(['pushReport', 'replyPlan']);

/** Accepted requests by which a run's activities showed something, or would have to somebody who has blocked the bot. */
export const shownBy = ({ shown }: Evidence, run: Run): Shown[] =>
  shown.filter(({ runId, activity }) => runId === run.runId && activity !== undefined && activity !== 'showLoading');

/** Whether a signal reached a run, and at which event. */
export const signalOf = (run: Run, name: string) =>
  run.events.find((event) => event.type === 'workflowExecutionSignaled' && event.name === name);

/** When the person of a chat was not to be reached, up to the story's end. */
export function wasLeft({ steps }: Evidence, chat: number): boolean {
  return steps.some((step) => step.chat === chat && step.text === 'blocks the bot');
}

/** How a run is called in messages. */
export const nameOf = (run: Run) =>
  `${run.type} ${run.workflowId.split(':').at(-1)?.slice(0, 8)}/${run.runId.slice(0, 8)}`;

export const chatOf = ({ story }: Evidence, run: Run) =>
  story.chats.findIndex(({ userId }) => userId === inputOf(run).chat.to);
