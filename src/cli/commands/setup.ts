import { defineCommand } from 'citty';
import { loadConfig } from '../../config-loading.ts';
import { createClient } from '../../temporal/connection.ts';
import { setUpNamespace } from '../../temporal/setup.ts';
import { scheduleSweep, sweepSettings } from '../../temporal/sweeps.ts';

const temporalSetup = defineCommand({
  meta: {
    name: 'temporal',
    description: 'Register the search attributes, set the retention of the namespace, schedule the sweep',
  },
  async run() {
    const config = loadConfig(process.env);
    const client = createClient({ address: config.temporalAddress, namespace: config.temporalNamespace }, {});
    await setUpNamespace(client, config.retentionDays, config.temporalAddress);
    await scheduleSweep(client, sweepSettings(config));
    await client.connection.close();
    console.log(
      `Namespace ${config.temporalNamespace}: search attributes and the sweep are there, retention is ${config.retentionDays} days.`,
    );
  },
});

/** `hyoban setup temporal`: what a Temporal namespace needs before the first start; may be repeated. */
export const setupCommand = defineCommand({
  meta: { name: 'setup', description: 'Prepare the services that the bot stands on' },
  subCommands: { temporal: temporalSetup },
});
