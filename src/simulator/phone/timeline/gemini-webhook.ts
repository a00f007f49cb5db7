import { z } from 'zod';
import { isGood, type TimedCall } from './call.ts';
import { faultsOf } from './fault-words.ts';
import type { Step } from './step.ts';
import { outcome } from './words.ts';

const bodySchema = z.looseObject({ type: z.string() });

/** How a webhook differs from an ordinary one. */
const differences: Record<string, string> = {
  late: ', late',
  doubled: ', one of two',
  reordered: ', out of order',
  'by-hand': ', sent by hand',
  'wrong-signature': ', with a wrong signature',
  'too-old': ', with a signature that is too old',
};

/** The step of one webhook of Gemini. */
export function geminiWebhook(call: TimedCall): Step {
  const { entry, atMs, durationMs, id } = call;
  const faults = faultsOf(entry.fault);
  const base = { id, atMs, from: 'gemini', to: 'api', minor: false, journalSeq: entry.seq } as const;
  if (faults.includes('lost')) {
    return { ...base, isLost: true, text: "Gemini's webhook is lost: the bot hears nothing", tone: 'bad' };
  }
  const type = bodySchema.safeParse(entry.requestBody).data?.type ?? 'an event';
  const difference = faults.map((name) => differences[name] ?? '').join('');
  const text = `Gemini's webhook${difference}: ${type}`;
  return { ...base, text, meta: `webhook ${outcome(entry.status, durationMs)}`, tone: isGood(call) ? 'plain' : 'bad' };
}
