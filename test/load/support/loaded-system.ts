import { join } from 'node:path';
import { type Remote, startRemote } from '../../../bench/support/remote.ts';
import { createStops } from '../../../bench/support/stops.ts';
import { freePort } from '../../../src/cli/free-port.ts';
import { loadConfig, requireSettings } from '../../../src/config-loading.ts';
import { createInstallation, type Installation } from '../../../src/temporal/installation.ts';
import { setUpNamespace } from '../../../src/temporal/setup.ts';
import { botEnvironment } from '../../processes/support/environment.ts';
import { temporalOn, temporaryFolder } from '../../processes/support/rig.ts';
import { type Supervised, supervise } from '../../processes/support/supervised.ts';
import type { LoadVendors, LoadVendorsOptions } from '../vendors-process.ts';
import { type Watch, watchProcesses } from './process-stats.ts';

/** The bot with one worker, every part a process of its own whose memory and CPU are watched. */
export type LoadedSystem = AsyncDisposable & {
  vendors: Remote<LoadVendors>;
  installation: Installation;
  api: Supervised;
  worker: Supervised;
  watch: Watch;
};

/** Starts it on a fresh database. */
export async function startLoadedSystem(
  options: Omit<LoadVendorsOptions, 'botUrl'> & { settings?: Record<string, string> },
): Promise<LoadedSystem> {
  const { settings, ...vendorsOptions } = options;
  const stops = createStops();
  try {
    const apiPort = await freePort();
    const apiUrl = `http://127.0.0.1:${apiPort}`;
    const { address, temporal } = await temporalOn(join(await temporaryFolder(stops), 'temporal.db'));
    stops.add(temporal.terminate);
    await temporal.start();
    const argument: LoadVendorsOptions = { ...vendorsOptions, botUrl: apiUrl };
    const vendors = await startRemote<LoadVendors>('../test/load/vendors-process.ts', { argument });
    stops.add(vendors.stop);

    const environment = { ...botEnvironment(await vendors.call('addresses'), address, apiUrl), ...settings };
    const installation = createInstallation(requireSettings(loadConfig(environment), 'encryptionKeys', 'idKey'));
    stops.add(async () => installation.client.connection.close());
    await setUpNamespace(installation.client, 30);
    const apiEnvironment = { ...environment, HYOBAN_API_PORT: String(apiPort), HYOBAN_LINE_REDELIVERY: 'on' };
    const api = supervise({ name: 'api', command: 'api', readyMessage: 'listening', environment: apiEnvironment });
    const worker = supervise({ name: 'worker', command: 'worker', readyMessage: 'polling', environment });
    stops.add(api.kill);
    stops.add(worker.kill);
    await Promise.all([api.start(), worker.start()]);

    const vendorsPid = await vendors.call('pid');
    const watch = watchProcesses({
      worker: worker.pid,
      api: api.pid,
      temporal: temporal.pid,
      simulator: () => vendorsPid,
    });
    stops.add(watch.stop);
    return { vendors, installation, api, worker, watch, [Symbol.asyncDispose]: stops[Symbol.asyncDispose] };
  } catch (error) {
    await stops[Symbol.asyncDispose]();
    throw error;
  }
}
