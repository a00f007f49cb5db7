import type { SimulatorClock } from '../../core/clock.ts';
import type { Journal, JournalEntry } from '../../core/journal.ts';
import type { LineSimulator } from '../../line/simulator.ts';
import type { BotControls } from '../bot.ts';
import { callStep, type TimedCall } from './call.ts';
import { geminiCall } from './gemini-calls.ts';
import { geminiWebhook } from './gemini-webhook.ts';
import { lineCall } from './line-calls.ts';
import { eventsIn, lineWebhook, type WebhookEvent } from './line-webhook.ts';
import type { Step } from './step.ts';
import type { Timeline } from './timeline.ts';

/** What the journal's steps are made with. */
type Surroundings = { journal: Journal; line: LineSimulator; clock: SimulatorClock; callerOf: BotControls['callerOf'] };

const rememberedEvents = 500;

/** Puts a step into the timeline for each new journal entry; returns a function that stops it. */
export function followJournal(timeline: Timeline, { journal, line, clock, callerOf }: Surroundings): () => void {
  const byReplyToken = new Map<string, WebhookEvent>();
  const delivered = new Set<string>();
  let emptied = 0;
  let lastSeq = 0;

  /** The clock may have been moved: what counts here is how long ago it was. */
  function timed(entry: JournalEntry): TimedCall {
    if (entry.seq <= lastSeq) emptied += 1;
    lastSeq = entry.seq;
    const durationMs = clock.nowMs() - entry.atMs;
    return { entry, durationMs, atMs: Date.now() - durationMs, id: `journal-${emptied}-${entry.seq}` };
  }

  function remember(entry: JournalEntry) {
    for (const event of eventsIn(entry.requestBody)) {
      if (event.replyToken !== undefined) byReplyToken.set(event.replyToken, event);
      if (event.webhookEventId !== undefined) delivered.add(event.webhookEventId);
    }
    for (const kept of [byReplyToken, delivered]) {
      for (const key of kept.keys()) {
        if (kept.size <= rememberedEvents) break;
        kept.delete(key);
      }
    }
  }

  function stepsOf(entry: JournalEntry): Step[] {
    const call = timed(entry);
    const caller = () => callerOf(entry, byReplyToken.get(replyTokenOf(entry.requestBody) ?? ''));
    switch (entry.side) {
      case 'line':
        return [callStep(call, caller(), 'line', lineCall(call))];
      case 'gemini':
        return [callStep(call, caller(), 'gemini', geminiCall(call))];
      case 'line-webhook': {
        const steps = lineWebhook(line, call, (eventId) => delivered.has(eventId));
        remember(entry);
        return steps;
      }
      case 'gemini-webhook':
        return [geminiWebhook(call)];
    }
  }

  return journal.subscribe((entry) => timeline.put(...stepsOf(entry)));
}

function replyTokenOf(body: unknown): string | undefined {
  const isObject = typeof body === 'object' && body !== null;
  return isObject && 'replyToken' in body && typeof body.replyToken === 'string' ? body.replyToken : undefined;
}
