import { z } from 'zod';
import { GeminiWebhookRejected } from './webhook-rejected.ts';

/** What a webhook of Gemini says: a thin notice, the job itself has to be asked. */
export type GeminiWebhookEvent = {
  /** E.g. `batch.succeeded`; other types than those of batches come too. */
  type: string;
  /** `batches/…`; empty when the event is not about a batch or does not name it. */
  batchName: string;
  /** Signed, and the same whenever this delivery is repeated. */
  webhookId: string;
  /** What was given with the job, as far as it is text. */
  userMetadata: Record<string, string>;
  /** Set when a JWT signed it that names another audience than our address, or none. */
  isForAnotherAddress?: true;
};

// Which of the places Gemini echoes the metadata in is not documented; values that are not text are left out.
const userMetadata = z.record(z.string(), z.unknown()).catch({}).default({});

const event = z.object({
  type: z.string().min(1).max(200),
  user_metadata: userMetadata,
  data: z
    .object({
      id: z.string().optional().catch(undefined),
      name: z.string().optional().catch(undefined),
      user_metadata: userMetadata,
    })
    .optional()
    .catch(undefined),
});

/** Reads the body of a delivery whose signature is good ("Webhooks"). Throws `GeminiWebhookRejected`. */
export function readEvent(rawBody: Buffer, webhookId: string): GeminiWebhookEvent {
  const parsed = event.safeParse(parseJson(rawBody));
  if (!parsed.success) throw new GeminiWebhookRejected('bad-body', { cause: parsed.error });
  const { type, data, user_metadata } = parsed.data;
  const about = type.startsWith('batch.') ? (data?.id ?? data?.name ?? '') : '';
  const lastSegment = /([\w-]{1,128})\/?$/.exec(about)?.[1];
  return {
    type,
    batchName: lastSegment ? `batches/${lastSegment}` : '',
    webhookId,
    userMetadata: textsOf({ ...user_metadata, ...data?.user_metadata }),
  };
}

function textsOf(record: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
