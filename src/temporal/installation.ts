import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { Config } from '../config.ts';
import type { ConfigWith } from '../config-loading.ts';

import { createClient } from './connection.ts';
import { createDataConverter } from './data-converter.ts';
import { createDigests, type Digests } from './digests.ts';
import { type KeyRing, parseKeyRing } from './key-ring.ts';

/** What every process of one installation shares: keys, digests and the way to Temporal. */
export type Installation = {
  client: Client;
  /** The worker's. */
  dataConverter: DataConverter;
  keyRing: KeyRing;
  digests: Digests;
};

type InstallationSettings = Pick<
  Config,
  'deployment' | 'encryptionKeys' | 'payloadV1' | 'idKey' | 'temporalAddress' | 'temporalNamespace'
>;

/** Builds it from the settings; nothing is connected yet. */
export function createInstallation(config: ConfigWith<'encryptionKeys' | 'idKey', InstallationSettings>): Installation {
  const keyRing = parseKeyRing(config.encryptionKeys, config.payloadV1);
  const dataConverter = createDataConverter(keyRing, 'worker');
  const target = { address: config.temporalAddress, namespace: config.temporalNamespace };
  const client = createClient(target, createDataConverter(keyRing, 'client'));
  return { client, dataConverter, keyRing, digests: createDigests(config.idKey, config.deployment) };
}
