import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import { promisify } from 'node:util';
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

/** Whether a text has the form of a signature: `v1` and 32 bytes in base64, or `v1a` and 64. Others are not tried. */
export const looksSigned = (text: string) => /^(v1,[A-Za-z0-9+/]{43}=|v1a,[A-Za-z0-9+/]{86}==)$/.test(text);

/** The form with a callback runs in the thread pool, beside the event loop. */
const verifyInThreadPool = promisify(verify);

/**
 * Checks `v1a` signatures with every Ed25519 key, as nothing says which one signed; on a miss once more with fresh keys.
 *
 * @throws GeminiWebhookRejected `keys-unavailable`
 */
export async function verifyEd25519(message: SignedMessage, signatures: string[], keys: WebhookKeys): Promise<boolean> {
  if (signatures.length === 0) return false;
  const given = signatures.map((signature) => Buffer.from(signature, 'base64'));
  const signed = Buffer.concat([Buffer.from(`${message.id}.${message.timestamp}.`), message.rawBody]);
  const fits = async () => {
    for (const key of await keysOf(() => keys.ed25519()))
      for (const signature of given) if (await verifyInThreadPool(null, signed, key, signature)) return true;
    return false;
  };
  return (await fits()) || ((await keysOf(() => keys.refresh())) && (await fits()));
}

async function keysOf<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new GeminiWebhookRejected('keys-unavailable', { cause });
  }
}
