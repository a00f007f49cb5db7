import {
  defaultPayloadConverter,
  type Payload,
  type PayloadCodec,
  type SerializationContext,
} from '@temporalio/common';
import proto from '@temporalio/proto';
import type { Refused, RefusedBecause } from '../workflows/refused.ts';
import type { KeyRing } from './key-ring.ts';
import { bindingFor, fitsContext } from './payload-binding.ts';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;
const encryptedEncoding = 'binary/encrypted';
const encodingKey = 'encoding';
const keyIdKey = 'hyoban-key-id';
/** Only payloads of format 2 have it: what they are sealed for, in clear, and part of the authenticated data. */
const bindingKey = 'hyoban-sealed-for';

/**
 * Who reads.
 *
 * - `worker`: obeys only what was sealed for where it stands. What stands in an input, a signal or a memo and was not, is
 *   replaced by `Refused`; elsewhere, and for keys that are not in the ring, it throws, so that the task waits for a mend.
 * - `replay`: the same, but histories come under names of their own, so where something stands is not compared.
 * - `client`: replaces everything that it does not believe by `Refused`, so that one run cannot spoil a list.
 * - `display`: for operators' eyes: shows what is plain, and what it cannot open as it is.
 */
export type PayloadReader = 'worker' | 'replay' | 'client' | 'display';

/**
 * Encrypts each payload whole (AES-256-GCM), bound to the workflow or activity that it is for, and names the key in the
 * metadata.
 *
 * Follows "Payload Codec" of the Temporal documentation.
 */
export function createEncryptionCodec(keyRing: KeyRing, reader: PayloadReader = 'display'): PayloadCodec {
  return {
    encode: async (payloads, context) => payloads.map((payload) => encryptPayload(keyRing, payload, context)),
    decode: async (payloads, context) =>
      payloads.map((payload) => {
        const opened = openPayload(keyRing, reader, payload, context);
        return typeof opened === 'string' ? instead(reader, payload, opened, context) : opened;
      }),
  };
}

function encryptPayload(keyRing: KeyRing, payload: Payload, context: SerializationContext | undefined): Payload {
  const binding = keyRing.v1 === 'write' ? undefined : bindingFor(context);
  const { keyId, sealed } = keyRing.encrypt(PayloadMessage.encode(payload).finish(), purposeOf(binding));
  const metadata = { [encodingKey]: Buffer.from(encryptedEncoding), [keyIdKey]: Buffer.from(keyId) };
  return {
    metadata: binding === undefined ? metadata : { ...metadata, [bindingKey]: Buffer.from(binding) },
    data: sealed,
  };
}

/** The payload inside, or why it is not believed. */
function openPayload(
  keyRing: KeyRing,
  reader: PayloadReader,
  payload: Payload,
  context: SerializationContext | undefined,
): Payload | RefusedBecause {
  const { metadata, data } = payload;
  if (textOf(metadata?.[encodingKey]) !== encryptedEncoding)
    return isOfServer(payload, context) ? payload : 'nobody sealed it';
  const binding = metadata?.[bindingKey] ? textOf(metadata[bindingKey]) : undefined;
  if (binding === undefined && keyRing.v1 === 'refuse' && reader !== 'display') return 'version 1 sealed it';
  try {
    const opened = keyRing.decrypt(textOf(metadata?.[keyIdKey]), data ?? Buffer.alloc(0), purposeOf(binding));
    const comparesPlace = reader === 'worker' || reader === 'client';
    if (comparesPlace && binding !== undefined && context !== undefined && !fitsContext(binding, context))
      return 'it was sealed for something else';
    return PayloadMessage.decode(opened);
  } catch (error) {
    // Nothing is wrong with the run: it goes on when the key is there.
    if (reader === 'worker' || reader === 'replay') throw error;
    return 'it cannot be decrypted';
  }
}

/**
 * The one payload that Temporal makes itself: the details of an activity that was cancelled while no attempt of it ran. We
 * read no such details.
 */
const isOfServer = ({ data }: Payload, context: SerializationContext | undefined) =>
  context?.type === 'activity' && textOf(data) === '"ACTIVITY_ID_NOT_STARTED"';

function instead(
  reader: PayloadReader,
  payload: Payload,
  because: RefusedBecause,
  context: SerializationContext | undefined,
): Payload {
  if (reader === 'display') return payload;
  if (reader !== 'client' && context?.type !== 'workflow') throw new Error(`A payload is not obeyed: ${because}`);
  const refused: Refused = { hyobanRefused: because };
  return defaultPayloadConverter.toPayload(refused);
}

const purposeOf = (binding: string | undefined) => (binding === undefined ? undefined : `payload ${binding}`);

const textOf = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('utf8');
