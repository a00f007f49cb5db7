import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { GeminiWebhookEvent } from './webhook-event.ts';
import type { WebhookKeys } from './webhook-keys.ts';
import { GeminiWebhookRejected } from './webhook-rejected.ts';

const algorithm = 'RS256';
const maxJwtLength = 4096;
/** The signature of a key of 2,048 to 4,096 bits in base64url. */
const signatureLength = { min: 342, max: 683 };

/** The parts of a `webhook-signature` header. */
export const signaturesOf = (header: string | undefined) => header?.split(/\s+/).filter(Boolean) ?? [];

/** The first part that looks like a JWT. */
export const jwtOf = (signatures: string[]) => signatures.find((text) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text));

/**
 * What a verified delivery is remembered by, so that nobody delivers it again. The headers beside a JWT are not signed, and
 * its signature can be spelt in several ways: its own id counts, or else what it signs and the sealed workflow id, since
 * the JWTs of two events of one second may be the same.
 */
export function deliveryKeyOf(
  signatureHeader: string | undefined,
  { webhookId, userMetadata }: GeminiWebhookEvent,
): string {
  const jwt = jwtOf(signaturesOf(signatureHeader));
  if (jwt === undefined) return `id ${webhookId}`;
  const { jti } = decodeJwt(jwt);
  if (jti !== undefined) return `jwt ${jti}`;
  const about = JSON.stringify([jwt.slice(0, jwt.lastIndexOf('.')), userMetadata.hyoban]);
  return `jwt ${createHash('sha256').update(about).digest('base64url')}`;
}

/** How a JWT is checked. */
export type JwtRules = { audience: string | undefined; toleranceSeconds: number; nowMs: number };

/**
 * Checks what costs nothing: length, algorithm and age. What passes is not believed yet.
 *
 * @throws GeminiWebhookRejected
 */
export function checkJwtForm(jwt: string, { toleranceSeconds, nowMs }: JwtRules): void {
  const signature = jwt.slice(jwt.lastIndexOf('.') + 1);
  const fits = signature.length >= signatureLength.min && signature.length <= signatureLength.max;
  if (jwt.length > maxJwtLength || !fits) throw new GeminiWebhookRejected('bad-signature');
  const { alg, iat } = readUnverified(jwt);
  if (alg !== algorithm || iat === undefined) throw new GeminiWebhookRejected('bad-signature');
  checkAge(iat, toleranceSeconds, nowMs);
}

/** Checks an RS256 JWT and its age; `iat` has to be there, `exp`, `nbf` and `aud` hold where they are. */
export async function verifyJwt(jwt: string, keys: WebhookKeys, rules: JwtRules): Promise<JWTPayload> {
  const { audience, toleranceSeconds, nowMs } = rules;
  try {
    const { payload } = await jwtVerify(jwt, keys.forJwt, {
      algorithms: [algorithm],
      audience,
      requiredClaims: ['iat'],
      clockTolerance: toleranceSeconds,
      currentDate: new Date(nowMs),
    });
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw new GeminiWebhookRejected('too-old', { cause });
    throw new GeminiWebhookRejected(isAboutToken(cause) ? 'bad-signature' : 'keys-unavailable', { cause });
  }
}

/** Whether a signature of that time still counts. @throws GeminiWebhookRejected when it does not. */
export function checkAge(signedAtSeconds: number, toleranceSeconds: number, nowMs: number): void {
  const ageSeconds = nowMs / 1000 - signedAtSeconds;
  if (ageSeconds > toleranceSeconds) throw new GeminiWebhookRejected('too-old');
  if (ageSeconds < -toleranceSeconds) throw new GeminiWebhookRejected('too-new');
}

function readUnverified(jwt: string): { alg: string | undefined; iat: number | undefined } {
  try {
    return { alg: decodeProtectedHeader(jwt).alg, iat: decodeJwt(jwt).iat };
  } catch (cause) {
    throw new GeminiWebhookRejected('bad-signature', { cause });
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
