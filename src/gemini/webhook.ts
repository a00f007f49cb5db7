import { createHash } from 'node:crypto';
import { createVerificationGate } from './verification-gate.ts';
import { type GeminiWebhookEvent, readEvent } from './webhook-event.ts';
import { checkAge, checkJwtForm, jwtOf, signaturesOf, verifyJwt } from './webhook-jwt.ts';
import { createWebhookKeys } from './webhook-keys.ts';
import { GeminiWebhookRejected } from './webhook-rejected.ts';
import { createHmacVerifier, looksSigned, verifyEd25519 } from './webhook-signatures.ts';

export { deliveryKeyOf } from './webhook-jwt.ts';
export { type GeminiWebhookEvent, GeminiWebhookRejected };

/** How webhooks of Gemini are checked. */
export type GeminiWebhookOptions = {
  /** Signing secrets (`whsec_…`) of registered endpoints; several while they rotate. */
  secrets: string[];
  /** Google's key set for hooks that a job asked for; default is the real one. */
  jwksUrl?: string;
  /** What a JWT's `aud` must be. Unset: any is taken, since what Google puts there is unconfirmed. */
  audience?: string;
  /** The address of our webhook route: without `audience`, an event under a JWT for another one says so. */
  ownAddress?: string;
  /** How far a signature's time may be from now; default 300. */
  toleranceSeconds?: number;
  /** The time, milliseconds since the epoch. */
  now?: () => number;
  /** Shortest time between two fetches of the key set that unknown keys bring about; default 300,000. */
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

/** As many as a rotation brings; more are not tried, since each costs an attempt with every key. */
const maxSignatures = 2;
/** Ids are remembered, so they are bounded. */
const maxIdLength = 256;

/**
 * Makes the verifier ("Webhooks"; Standard Webhooks specification). Three schemes are taken, each with its one algorithm:
 * `v1` HMAC-SHA256 with our secrets, `v1a` Ed25519 with any key of Google's set (live deliveries of per-job hooks), and an
 * RS256 JWT with Google's keys (what the page says of per-job hooks). What costs nothing is checked first: headers, age,
 * scheme and the form of the signatures. Throws when a secret is not base64.
 */
export function createGeminiWebhookVerifier(options: GeminiWebhookOptions): GeminiWebhookVerifier {
  const { secrets, audience, ownAddress, toleranceSeconds = 300, now = Date.now } = options;
  const jwksUrl = options.jwksUrl ?? 'https://generativelanguage.googleapis.com/.well-known/jwks.json';
  const hmac = createHmacVerifier(secrets);
  const keys = createWebhookKeys(jwksUrl, options.jwksCooldownMs ?? 300_000);
  const gate = createVerificationGate();

  return async (rawBody, headers) => {
    const get = headerReader(headers);
    const signatures = signaturesOf(get('webhook-signature'));
    if (signatures.length === 0) throw new GeminiWebhookRejected('missing-signature');
    const jwt = jwtOf(signatures);
    if (jwt) {
      const rules = { audience, toleranceSeconds, nowMs: now() };
      checkJwtForm(jwt, rules);
      const { jti, aud } = await gate(async () => verifyJwt(jwt, keys, rules));
      const event = readEvent(rawBody, get('webhook-id')?.slice(0, maxIdLength) ?? jti ?? digestOf(rawBody));
      return isForAnother(aud, audience ?? ownAddress) ? { ...event, isForAnotherAddress: true } : event;
    }
    const message = { id: get('webhook-id') ?? '', timestamp: get('webhook-timestamp') ?? '', rawBody };
    if (message.id === '' || message.id.length > maxIdLength || message.timestamp === '')
      throw new GeminiWebhookRejected('missing-header');
    if (!/^\d{1,12}$/.test(message.timestamp)) throw new GeminiWebhookRejected('bad-timestamp');
    checkAge(Number(message.timestamp), toleranceSeconds, now());
    const { v1, v1a } = toBeTried(signatures);
    const valid = hmac(message, v1) || (v1a.length > 0 && (await gate(async () => verifyEd25519(message, v1a, keys))));
    if (!valid) throw new GeminiWebhookRejected('bad-signature');
    return readEvent(rawBody, message.id);
  };
}

/** The first signatures that have the form of their scheme. @throws GeminiWebhookRejected when none has a known scheme. */
function toBeTried(signatures: string[]): { v1: string[]; v1a: string[] } {
  const known = signatures.filter((text) => /^v1a?,/.test(text));
  if (known.length === 0) throw new GeminiWebhookRejected('unknown-scheme');
  const tried = known.filter(looksSigned).slice(0, maxSignatures);
  const ofScheme = (prefix: string) =>
    tried.filter((text) => text.startsWith(prefix)).map((text) => text.slice(prefix.length));
  return { v1: ofScheme('v1,'), v1a: ofScheme('v1a,') };
}

function isForAnother(aud: string | string[] | undefined, wanted: string | undefined): boolean {
  return wanted !== undefined && ![aud].flat().includes(wanted);
}

function headerReader(headers: Record<string, string | undefined>): (name: string) => string | undefined {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => byName.get(name) || undefined;
}

/** Stands in for the id that a JWT delivery does not have to carry: the same event has the same body. */
function digestOf(rawBody: Buffer): string {
  return createHash('sha256').update(rawBody).digest('base64url');
}
