import { createHash } from 'node:crypto';
import { type GeminiWebhookEvent, readEvent } from './webhook-event.ts';
import { createWebhookKeys } from './webhook-keys.ts';
import { GeminiWebhookRejected } from './webhook-rejected.ts';
import { createHmacVerifier, verifyEd25519, verifyJwt } from './webhook-signatures.ts';

export { type GeminiWebhookEvent, GeminiWebhookRejected };

/** How webhooks of Gemini are checked. */
export type GeminiWebhookOptions = {
  /** Signing secrets (`whsec_…`) of registered endpoints; several while they rotate. */
  secrets: string[];
  /** Google's key set for hooks that a job asked for; default is the real one. */
  jwksUrl?: string;
  /** What a JWT's `aud` must be; unset: not checked. */
  audience?: string;
  /** How far a signature's time may be from now; default 300. */
  toleranceSeconds?: number;
  /** The time, milliseconds since the epoch. */
  now?: () => number;
  /** Shortest time between two fetches of the key set; default 30,000. */
  jwksCooldownMs?: number;
};

/**
 * Checks one delivery over its raw bytes and reads the event. A valid signature of Google's keys does not show that the
 * job is ours: everybody's jobs are signed by the same keys.
 *
 * @throws GeminiWebhookRejected for what is not to be believed.
 */
export type GeminiWebhookVerifier = (
  rawBody: Buffer,
  headers: Record<string, string | undefined>,
) => Promise<GeminiWebhookEvent>;

/** More signatures than a rotation can bring. */
const maxSignatures = 8;

/**
 * Makes the verifier ("Webhooks"; Standard Webhooks specification). Three schemes are taken, each with its one algorithm:
 * `v1` HMAC-SHA256 with our secrets, `v1a` Ed25519 with any key of Google's set (live deliveries of per-job hooks), and an
 * RS256 JWT with Google's keys (what the page says of per-job hooks). Throws when a secret is not base64.
 */
export function createGeminiWebhookVerifier(options: GeminiWebhookOptions): GeminiWebhookVerifier {
  const { secrets, audience, toleranceSeconds = 300, now = Date.now } = options;
  const jwksUrl = options.jwksUrl ?? 'https://generativelanguage.googleapis.com/.well-known/jwks.json';
  const hmac = createHmacVerifier(secrets);
  const keys = createWebhookKeys(jwksUrl, options.jwksCooldownMs ?? 30_000);

  return async (rawBody, headers) => {
    const get = headerReader(headers);
    const signatures = get('webhook-signature')?.split(/\s+/).filter(Boolean).slice(0, maxSignatures) ?? [];
    if (signatures.length === 0) throw new GeminiWebhookRejected('missing-signature');
    const jwt = signatures.find((signature) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(signature));
    if (jwt) {
      const { jti } = await verifyJwt(jwt, keys, { audience, toleranceSeconds, nowMs: now() });
      return readEvent(rawBody, get('webhook-id') ?? jti ?? digestOf(rawBody));
    }
    const message = { id: get('webhook-id') ?? '', timestamp: get('webhook-timestamp') ?? '', rawBody };
    if (message.id === '' || message.timestamp === '') throw new GeminiWebhookRejected('missing-header');
    checkAge(message.timestamp, toleranceSeconds, now());
    const v1 = signaturesOf(signatures, 'v1');
    const v1a = signaturesOf(signatures, 'v1a');
    if (v1.length + v1a.length === 0) throw new GeminiWebhookRejected('unknown-scheme');
    const valid = hmac(message, v1) || (await verifyEd25519(message, v1a, keys));
    if (!valid) throw new GeminiWebhookRejected('bad-signature');
    return readEvent(rawBody, message.id);
  };
}

function signaturesOf(signatures: string[], scheme: 'v1' | 'v1a'): string[] {
  return signatures.filter((text) => text.startsWith(`${scheme},`)).map((text) => text.slice(scheme.length + 1));
}

function checkAge(timestamp: string, toleranceSeconds: number, nowMs: number): void {
  if (!/^\d{1,12}$/.test(timestamp)) throw new GeminiWebhookRejected('bad-timestamp');
  const ageSeconds = nowMs / 1000 - Number(timestamp);
  if (ageSeconds > toleranceSeconds) throw new GeminiWebhookRejected('too-old');
  if (ageSeconds < -toleranceSeconds) throw new GeminiWebhookRejected('too-new');
}

function headerReader(headers: Record<string, string | undefined>): (name: string) => string | undefined {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => byName.get(name) || undefined;
}

/** Stands in for the id that a JWT delivery does not have to carry: the same event has the same body. */
function digestOf(rawBody: Buffer): string {
  return createHash('sha256').update(rawBody).digest('base64url');
}
