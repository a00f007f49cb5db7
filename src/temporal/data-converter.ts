import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createEncryptionCodec, type PayloadReader } from './codec.ts';
import type { KeyRing } from './key-ring.ts';

/** What client, worker and workflow bundle must share: payloads and failure messages encrypted with the key ring. */
export function createDataConverter(keyRing: KeyRing, reader: PayloadReader = 'replay'): DataConverter {
  return {
    payloadCodecs: [createEncryptionCodec(keyRing, reader)],
    failureConverterPath: fileURLToPath(new URL('./failure-converter.ts', import.meta.url)),
  };
}
