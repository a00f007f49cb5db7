import { defineCommand } from 'citty';
import { loadConfig, requireSettings } from '../../config-loading.ts';
import { createInstallation } from '../../temporal/installation.ts';
import { sweepNow, sweepSettings } from '../../temporal/sweeps.ts';

/** `hyoban sweep`: what the schedule does every quarter of an hour, once and now; needs a running worker. */
export const sweepCommand = defineCommand({
  meta: { name: 'sweep', description: 'Look now for forgotten batch jobs, overdue runs and people without an answer' },
  async run() {
    const config = requireSettings(loadConfig(process.env), 'encryptionKeys', 'idKey');
    const { client, digests } = createInstallation(config);
    const { orphans, overdue, unanswered } = await sweepNow(client, sweepSettings(config, digests));
    await client.connection.close();
    console.log(`Batch jobs without a run, cancelled: ${listed(orphans)}`);
    console.log(`Analyses open for too long: ${listed(overdue)}`);
    console.log(`Analyses ended from outside, apologised for: ${listed(unanswered)}`);
  },
});

function listed(names: string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
