import { z } from 'zod';
import type { Journal } from '../../../src/simulator/core/journal.ts';

/** What has gone over the wire so far. */
export type Counts = {
  progress: () => {
    /** People who have been pushed to. */
    pushedTo: number;
    /** Pushes that LINE accepted. */
    pushes: number;
    /** When the last of them was asked for, milliseconds since the epoch. */
    lastPushAtMs: number;
    /** Answers to Gemini's webhooks, by status; `none` for a connection without one. */
    geminiWebhooks: Record<string, number>;
    /** Answers to LINE's webhooks. */
    lineWebhooks: Record<string, number>;
  };
};

const pushBody = z.object({ to: z.string() });

/** Counts entries of a journal as they come, so that the journal itself may stay short. */
export function createCounts(journal: Journal): Counts {
  const people = new Set<string>();
  const geminiWebhooks: Record<string, number> = {};
  const lineWebhooks: Record<string, number> = {};
  let pushes = 0;
  let lastPushAtMs = 0;
  journal.subscribe(({ side, route, status, requestBody, atMs }) => {
    if (side === 'gemini-webhook') countIn(geminiWebhooks, status);
    if (side === 'line-webhook') countIn(lineWebhooks, status);
    if (route !== 'push' || status !== 200) return;
    pushes += 1;
    lastPushAtMs = Math.max(lastPushAtMs, atMs);
    people.add(pushBody.parse(requestBody).to);
  });
  return {
    progress: () => ({ pushedTo: people.size, pushes, lastPushAtMs, geminiWebhooks, lineWebhooks }),
  };
}

function countIn(counts: Record<string, number>, status: number | undefined): void {
  const name = String(status ?? 'none');
  counts[name] = (counts[name] ?? 0) + 1;
}
