import type { Batch } from '../batches/batch.ts';
import type { GeminiSettings } from '../settings.ts';
import { timestamp } from '../wire/json.ts';
import type { SigningKeys } from './keys.ts';
import { signV1 } from './keys.ts';

/** Who gets a message and how it is signed: per job by Google's keys, registered by the endpoint's own secrets. */
export type Target = {
  uri: string;
  secrets: 'google' | (() => string[]);
  /** Called when a message was tried for as long as messages are. */
  gaveUp?: () => void;
};

/** An event for one endpoint; every attempt to deliver it carries the same id and body. */
export type Message = { webhookId: string; batchId: string | undefined; target: Target; body: string };

/** What the vendor's pages leave open about events. */
export type EventForm = Pick<GeminiSettings, 'userMetadataIn' | 'eventBatchId' | 'eventOutputUri'>;

/** The body of the event at the end of a job ("Webhooks"): a thin notice, no results. */
export function batchEventBody(batch: Batch, nowMs: number, form: EventForm, origin: string): string {
  const { userMetadataIn } = form;
  const echoed = batch.webhookConfig?.userMetadata;
  const echo = echoed === undefined || userMetadataIn === 'none' ? {} : { user_metadata: echoed };
  const id = form.eventBatchId === 'id' ? batch.id : `batches/${batch.id}`;
  const data = { id, ...outcome(batch, form, origin), ...(userMetadataIn === 'data' ? echo : {}) };
  const type = `batch.${batch.state.toLowerCase()}`;
  return eventBody(type, nowMs, data, userMetadataIn === 'top' ? echo : {});
}

/** An event as it is posted. */
export function eventBody(type: string, nowMs: number, data: object, extra: object = {}): string {
  return JSON.stringify({ type, version: 'v1', timestamp: timestamp(nowMs), data, ...extra });
}

function outcome(batch: Batch, { eventOutputUri }: EventForm, origin: string): Record<string, unknown> {
  if (batch.state === 'SUCCEEDED') {
    if (!batch.outputFile || eventOutputUri === 'none') return {};
    return { output_file_uri: eventOutputUri === 'uri' ? `${origin}/v1beta/${batch.outputFile}` : batch.outputFile };
  }
  if (batch.state !== 'FAILED') return {};
  return { error_code: batch.error?.code, error_message: batch.error?.message };
}

const usualLifetimeSeconds = 300;

/** How an attempt is signed. */
export type Signing = {
  keys: SigningKeys;
  signWith: 'v1a' | 'jwt';
  jwtClaims: GeminiSettings['jwtClaims'];
  issuer: string;
  atSeconds: number;
  wrongSignature: boolean;
};

/** The headers of one attempt: Standard Webhooks, or for `jwt` an RS256 token in place of the signature. */
export async function signedHeaders(message: Message, signing: Signing): Promise<Record<string, string>> {
  const { webhookId, body, target } = message;
  const text = `${webhookId}.${signing.atSeconds}.${signing.wrongSignature ? `${body} ` : body}`;
  return {
    'content-type': 'application/json',
    'user-agent': 'Google-Gemini-Webhooks',
    'webhook-id': webhookId,
    'webhook-timestamp': String(signing.atSeconds),
    'webhook-signature':
      target.secrets === 'google'
        ? await googleSignature(text, target.uri, signing)
        : target
            .secrets()
            .map((secret) => signV1(secret, text))
            .join(' '),
  };
}

async function googleSignature(text: string, audience: string, signing: Signing): Promise<string> {
  if (signing.signWith === 'v1a') return signing.keys.signV1a(text);
  const { keys, issuer, atSeconds, jwtClaims } = signing;
  const claims = { issuer, audience, lifetimeSeconds: usualLifetimeSeconds, ...jwtClaims };
  const token = await keys.signJwt({ ...claims, issuedAtSeconds: atSeconds });
  return signing.wrongSignature ? `${token.slice(0, -12)}AAAAAAAAAAAA` : token;
}
