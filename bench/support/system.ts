import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { freePort } from '../../src/cli/free-port.ts';
import { makeKeys } from '../../src/cli/local-keys.ts';
import { loadConfig, requireSettings } from '../../src/config-loading.ts';
import { findTemporalBinary } from '../../src/temporal/binary.ts';
import { startEmbeddedServer } from '../../src/temporal/embedded-server.ts';
import { createInstallation, type Installation } from '../../src/temporal/installation.ts';
import { setUpNamespace } from '../../src/temporal/setup.ts';
import type { Vendors, VendorsOptions } from '../vendors-process.ts';
import { type HyobanProcess, startHyoban } from './hyoban-process.ts';
import { type Mailbox, startMailbox, type Webhook, type WebhookHandler } from './mailbox.ts';
import { closeConnections, post } from './post.ts';
import { type Remote, startRemote } from './remote.ts';
import { createStops } from './stops.ts';

/** The whole bot: Temporal's dev server, API, worker and vendors, each a process of its own. */
export type System = AsyncDisposable & {
  apiUrl: string;
  metricsUrl: string;
  vendors: Remote<Vendors>;
  mailbox: Mailbox;
  installation: Installation;
  api: HyobanProcess;
  worker: HyobanProcess;
  /** Gives a webhook to the API at once, for what is not measured: one that was not taken is delivered again. */
  forward: WebhookHandler;
};

const mostDeliveries = 5;
const redeliveryGapMs = 1000;

const listening = z.object({ url: z.string(), metrics: z.string() });

/** Starts it on a fresh SQLite file, with the server settings of the local mode; the webhooks go through the mailbox. */
export async function startSystem(options: Omit<VendorsOptions, 'botUrl'>): Promise<System> {
  const stops = createStops();
  try {
    stops.add(closeConnections);
    const mailbox = await startMailbox();
    stops.add(mailbox.close);
    const temporalAddress = await startTemporal(stops.add);
    const argument: VendorsOptions = { ...options, botUrl: mailbox.url };
    const vendors = await startRemote<Vendors>('vendors-process.ts', { argument });
    stops.add(vendors.stop);

    const settings = await settingsFor(temporalAddress, mailbox.url, vendors);
    const installation = createInstallation(requireSettings(loadConfig(settings), 'encryptionKeys', 'idKey'));
    stops.add(async () => installation.client.connection.close());
    await setUpNamespace(installation.client, 30);

    const api = await startHyoban('api', 'listening', settings);
    stops.add(api.stop);
    const worker = await startHyoban('worker', 'polling', settings);
    stops.add(worker.stop);

    const { url: apiUrl, metrics: metricsUrl } = listening.parse(api.ready);
    const forward: WebhookHandler = async (webhook) => forwardTo(apiUrl, webhook);
    mailbox.onLine(forward);
    mailbox.onGemini(forward);
    const stop = stops[Symbol.asyncDispose];
    return { apiUrl, metricsUrl, vendors, mailbox, installation, api, worker, forward, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stops[Symbol.asyncDispose]();
    throw error;
  }
}

async function forwardTo(apiUrl: string, webhook: Webhook): Promise<number> {
  let status: number | undefined;
  for (let delivery = 0; delivery < mostDeliveries && status !== 200; delivery++) {
    if (delivery > 0) await sleep(redeliveryGapMs);
    ({ status } = await post(apiUrl, webhook));
  }
  return status ?? 504;
}

/** @returns its address. */
async function startTemporal(onStop: (stop: () => unknown) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hyoban-bench-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  onStop(() => {
    process.off('exit', removeFolder);
    removeFolder();
  });
  const executable = await temporalBinary();
  const databaseFile = join(folder, 'temporal.db');
  const ports = { port: await freePort(), uiPort: await freePort() };
  const server = await startEmbeddedServer({ executable, ...ports, databaseFile });
  onStop(server.stop);
  return server.address;
}

/** Path of the `temporal` command, found as the local mode finds it. */
export async function temporalBinary(): Promise<string> {
  return findTemporalBinary('cli', { configuredPath: process.env.TEMPORAL_CLI, cacheDir: resolve('.hyoban/bin') });
}

/** With redelivery on, an event that Temporal did not take is answered 503 instead of 200, so that it counts as an error. */
async function settingsFor(
  temporalAddress: string,
  publicUrl: string,
  vendors: Remote<Vendors>,
): Promise<Record<string, string>> {
  const { lineUrl, channelSecret, channelAccessToken, geminiUrl, geminiApiKey } = await vendors.call('addresses');
  const { encryptionKeys, idKey } = makeKeys();
  return {
    ...{ HYOBAN_PUBLIC_URL: publicUrl, HYOBAN_LINE_REDELIVERY: 'on', HYOBAN_DEPLOYMENT: 'bench' },
    ...{ HYOBAN_API_PORT: '0', HYOBAN_ADMIN_PORT: '0', HYOBAN_WORKER_METRICS_PORT: '0' },
    ...{ LINE_CHANNEL_SECRET: channelSecret, LINE_CHANNEL_ACCESS_TOKEN: channelAccessToken },
    ...{ LINE_API_BASE_URL: lineUrl, LINE_DATA_API_BASE_URL: lineUrl },
    ...{ GEMINI_API_KEY: geminiApiKey, GEMINI_BASE_URL: geminiUrl },
    ...{ TEMPORAL_ADDRESS: temporalAddress, HYOBAN_ENCRYPTION_KEYS: encryptionKeys, HYOBAN_ID_KEY: idKey },
  };
}
