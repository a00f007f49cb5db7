import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createEncryptionCodec } from './codec.ts';
import type { KeyRing } from './key-ring.ts';

/** What client, worker and workflow bundle must share: payloads and failure messages encrypted with the key ring. */
export function createDataConverter(keyRing: KeyRing): DataConverter {
  return {
    payloadCodecs: [createEncryptionCodec(keyRing)],
    failureConverterPath: fileURLToPath(new URL('./failure-converter.ts', import.meta.url)),
  };
}
