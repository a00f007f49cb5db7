import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStops, type Stops } from '../../../bench/support/stops.ts';
import { temporalBinary } from '../../../bench/support/system.ts';
import { freePort } from '../../../src/cli/free-port.ts';
import { loadConfig, requireSettings } from '../../../src/config-loading.ts';
import { createInstallation, type Installation } from '../../../src/temporal/installation.ts';
import { setUpNamespace } from '../../../src/temporal/setup.ts';
import { botEnvironment } from './environment.ts';
import { type Supervised, supervise } from './supervised.ts';
import { superviseTemporal, type TemporalProcess } from './temporal-process.ts';
import { addressesOf, startVendors, type Vendors, type VendorsOptions } from './vendors.ts';

/** Every process of the bot, each a real one, with the vendors in this process. */
export type Rig = AsyncDisposable & {
  vendors: Vendors;
  installation: Installation;
  temporal: TemporalProcess;
  api: Supervised;
  workers: Supervised[];
  apiUrl: string;
  databaseFile: string;
  /** Whether the bot is told that LINE delivers again. */
  lineRedelivery: boolean;
};

/** How a rig differs from the usual one. */
export type RigOptions = VendorsOptions & {
  workers?: number;
  /** Environment variables of API and workers. */
  settings?: Record<string, string>;
  /** Folder of the Temporal database; the default is a new one, removed at the end. */
  folder?: string;
  /** Command that starts the Temporal server; the default is the `temporal` command itself. */
  temporalCommand?: string;
};

/** Starts everything on a fresh database and waits until all processes are ready. */
export async function startRig(options: RigOptions): Promise<Rig> {
  const stops = createStops();
  try {
    const databaseFile = join(options.folder ?? (await temporaryFolder(stops)), 'temporal.db');
    const vendors = await startVendors(options);
    stops.add(vendors.close);
    const { address, temporal } = await temporalOn(databaseFile, options.temporalCommand);
    stops.add(temporal.terminate);
    await temporal.start();

    const apiPort = await freePort();
    const apiUrl = `http://127.0.0.1:${apiPort}`;
    const environment = { ...botEnvironment(addressesOf(vendors), address, apiUrl), ...options.settings };
    const installation = createInstallation(requireSettings(loadConfig(environment), 'encryptionKeys', 'idKey'));
    stops.add(async () => installation.client.connection.close());
    await setUpNamespace(installation.client, 30);

    const apiEnvironment = { ...environment, HYOBAN_API_PORT: String(apiPort) };
    const api = supervise({ name: 'api', command: 'api', readyMessage: 'listening', environment: apiEnvironment });
    const workers = Array.from({ length: options.workers ?? 1 }, (_, index) =>
      supervise({ name: `worker ${index + 1}`, command: 'worker', readyMessage: 'polling', environment }),
    );
    for (const process of [api, ...workers]) stops.add(process.kill);
    await Promise.all([api, ...workers].map(async (process) => process.start()));
    vendors.line.setWebhookUrl(`${apiUrl}/webhooks/line`);
    const lineRedelivery = environment.HYOBAN_LINE_REDELIVERY === 'on';
    const stop = stops[Symbol.asyncDispose];
    return {
      ...{ vendors, installation, temporal, api, workers, apiUrl, databaseFile, lineRedelivery },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stops[Symbol.asyncDispose]();
    throw error;
  }
}

/** Every process by its name. */
export const processesOf = ({ temporal, api, workers }: Rig): Supervised[] => [temporal, api, ...workers];

/** A new folder that goes when the process does. */
export async function temporaryFolder(stops: Stops): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hyoban-processes-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  stops.add(() => {
    process.off('exit', remove);
    remove();
  });
  return folder;
}

/** A Temporal server on free ports, not started yet, and its address. */
export async function temporalOn(databaseFile: string, command?: string) {
  const executable = command ?? (await temporalBinary());
  const port = await freePort();
  const temporal = superviseTemporal({ executable, port, uiPort: await freePort(), databaseFile });
  return { address: `127.0.0.1:${port}`, temporal };
}
