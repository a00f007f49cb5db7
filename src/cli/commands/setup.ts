import { defineCommand } from 'citty';
import { hasSettings, loadConfigOf } from '../../config-loading.ts';
import type { SettingsOf } from '../../config-readers.ts';
import { createClient } from '../../temporal/connection.ts';
import { createInstallation } from '../../temporal/installation.ts';
import { setUpNamespace } from '../../temporal/setup.ts';
import { scheduleSweep, sweepSettings } from '../../temporal/sweeps.ts';

const temporalSetup = defineCommand({
  meta: {
    name: 'temporal',
    description: 'Register the search attributes, set the retention of the namespace, schedule the sweep',
  },
  async run() {
    const config = loadConfigOf('setup', process.env);
    const client = createClient({ address: config.temporalAddress, namespace: config.temporalNamespace }, {});
    await setUpNamespace(client, config.retentionDays, config.temporalAddress);
    await client.connection.close();
    const sweep = (await sweepIsScheduled(config)) ? 'the sweep is scheduled' : 'a worker will schedule the sweep';
    console.log(
      `Namespace ${config.temporalNamespace}: search attributes are there, retention is ${config.retentionDays} days, ${sweep}.`,
    );
  },
});

/** What a schedule starts is sealed, so without the keys it is left to the worker, which has them. */
async function sweepIsScheduled(config: SettingsOf<'setup'>): Promise<boolean> {
  if (!hasSettings(config, ['encryptionKeys', 'idKey'])) return false;
  const { client, digests } = createInstallation(config);
  await scheduleSweep(client, sweepSettings(config, digests));
  await client.connection.close();
  return true;
}

/** `hyoban setup temporal`: what a Temporal namespace needs before the first start; may be repeated. */
export const setupCommand = defineCommand({
  meta: { name: 'setup', description: 'Prepare the services that the bot stands on' },
  subCommands: { temporal: temporalSetup },
});
