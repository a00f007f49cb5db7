import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { KeyRing } from './key-ring.ts';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;
const encryptedEncoding = 'binary/encrypted';
const encodingKey = 'encoding';
const keyIdKey = 'hyoban-key-id';

/**
 * Encrypts each payload whole (AES-256-GCM) and names the key in the metadata; passes payloads of other encodings through.
 *
 * Follows "Payload Codec" of the Temporal documentation.
 */
export function createEncryptionCodec(keyRing: KeyRing): PayloadCodec {
  return {
    encode: async (payloads) => payloads.map((payload) => encryptPayload(keyRing, payload)),
    decode: async (payloads) => payloads.map((payload) => decryptPayload(keyRing, payload)),
  };
}

function encryptPayload(keyRing: KeyRing, payload: Payload): Payload {
  const { keyId, sealed } = keyRing.encrypt(PayloadMessage.encode(payload).finish());
  return {
    metadata: { [encodingKey]: Buffer.from(encryptedEncoding), [keyIdKey]: Buffer.from(keyId) },
    data: sealed,
  };
}

function decryptPayload(keyRing: KeyRing, payload: Payload): Payload {
  if (textOf(payload.metadata?.[encodingKey]) !== encryptedEncoding) return payload;
  return PayloadMessage.decode(keyRing.decrypt(textOf(payload.metadata?.[keyIdKey]), payload.data ?? Buffer.alloc(0)));
}

const textOf = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('utf8');
