import { validateSignature } from '@line/bot-sdk';

const digestBytes = 32;

/**
 * Whether LINE signed these bytes with one of the channel secrets ("Verify webhook signature"); several while a secret is
 * being changed. False for a missing, cut or malformed signature; never throws.
 */
export function isValidLineSignature(
  rawBody: Buffer,
  channelSecrets: string[],
  signature: string | undefined,
): boolean {
  if (!isLineSignature(signature)) return false;
  return channelSecrets.some((secret) => secret !== '' && validateSignature(rawBody, secret, signature));
}

/**
 * Whether a header has the form of a signature: 32 bytes in base64. Node skips what is not base64, so that many texts would
 * decode to one digest: only the canonical one counts.
 */
export function isLineSignature(signature: string | undefined): signature is string {
  if (!signature) return false;
  const bytes = Buffer.from(signature, 'base64');
  return bytes.length === digestBytes && bytes.toString('base64') === signature;
}
