import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { WebhookKeys } from './webhook-keys.ts';
import { GeminiWebhookRejected } from './webhook-rejected.ts';

/** What `v1` and `v1a` sign: `id.timestamp.body`. */
export type SignedMessage = { id: string; timestamp: string; rawBody: Buffer };

/**
 * Checks `v1` signatures: HMAC-SHA256 with any of the secrets (Standard Webhooks specification), in constant time. The
 * bytes are signed as they came: once for each secret, however many signatures are given, since anybody can send many
 * with a large body. Throws when a secret is not base64.
 */
export function createHmacVerifier(secrets: string[]): (message: SignedMessage, signatures: string[]) => boolean {
  const keys = secrets.map(keyOf);
  return ({ id, timestamp, rawBody }, signatures) => {
    const given = signatures.map((signature) => Buffer.from(signature));
    if (given.length === 0) return false;
    return keys.some((key) => {
      const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('base64');
      const expected = Buffer.from(digest);
      return given.some((bytes) => bytes.length === expected.length && timingSafeEqual(bytes, expected));
    });
  };
}

function keyOf(secret: string): Buffer {
  const base64 = secret.replace(/^whsec_/, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
    throw new TypeError('A signing secret of a webhook must be base64, with or without whsec_ before it.');
  return Buffer.from(base64, 'base64');
}

const ed25519SignatureBytes = 64;

/** Checks `v1a` signatures with every Ed25519 key, as nothing says which one signed; on a miss once more with fresh keys. */
export async function verifyEd25519(message: SignedMessage, signatures: string[], keys: WebhookKeys): Promise<boolean> {
  const given = signatures
    .map((signature) => Buffer.from(signature, 'base64'))
    .filter((signature) => signature.length === ed25519SignatureBytes);
  if (given.length === 0) return false;
  const signed = Buffer.concat([Buffer.from(`${message.id}.${message.timestamp}.`), message.rawBody]);
  const fits = async () =>
    (await keys.ed25519()).some((key) => given.some((signature) => verify(null, signed, key, signature)));
  try {
    return (await fits()) || ((await keys.refresh()) && (await fits()));
  } catch (cause) {
    throw new GeminiWebhookRejected('keys-unavailable', { cause });
  }
}

/** Checks an RS256 JWT and its age; `iat` has to be there, `exp`, `nbf` and `aud` hold where they are. */
export async function verifyJwt(
  jwt: string,
  keys: WebhookKeys,
  about: { audience: string | undefined; toleranceSeconds: number; nowMs: number },
): Promise<JWTPayload> {
  const { audience, toleranceSeconds, nowMs } = about;
  const claims = await claimsOf(() =>
    jwtVerify(jwt, keys.forJwt, {
      algorithms: ['RS256'],
      audience,
      requiredClaims: ['iat'],
      clockTolerance: toleranceSeconds,
      currentDate: new Date(nowMs),
    }),
  );
  const ageSeconds = nowMs / 1000 - (claims.iat ?? 0);
  if (ageSeconds > toleranceSeconds) throw new GeminiWebhookRejected('too-old');
  if (ageSeconds < -toleranceSeconds) throw new GeminiWebhookRejected('too-new');
  return claims;
}

async function claimsOf(check: () => Promise<{ payload: JWTPayload }>): Promise<JWTPayload> {
  try {
    return (await check()).payload;
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw new GeminiWebhookRejected('too-old', { cause });
    throw new GeminiWebhookRejected(isAboutToken(cause) ? 'bad-signature' : 'keys-unavailable', { cause });
  }
}

/** Errors of jose about what was sent; the others are about fetching the keys. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    error.code !== errors.JWKSTimeout.code &&
    error.code !== errors.JOSEError.code &&
    error.code !== errors.JWKSInvalid.code
  );
}
