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
    const {
      orphans,
      suspects = [],
      overdue,
      unanswered,
      failed = [],
      skipped = 0,
    } = await sweepNow(client, sweepSettings(config, digests));
    await client.connection.close();
    console.log(`Batch jobs without a run, cancelled: ${listed(orphans)}`);
    const names = suspects.map(({ batchName }) => batchName);
    console.log(`Batch jobs without a run, for a sweep in a quarter of an hour to cancel: ${listed(names)}`);
    console.log(`Analyses open for too long: ${listed(overdue)}`);
    console.log(`Analyses ended from outside, apologised for: ${listed(unanswered)}`);
    if (skipped > 0) console.log(`Left out, see the worker's log: ${skipped}`);
    if (failed.length > 0) console.log(`Parts that failed, see the worker's log: ${listed(failed)}`);
  },
});

function listed(names: string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
