import { type RunningApi, startApi } from '../api/start.ts';
import type { Config } from '../config.ts';
import { createLogger } from '../logging.ts';
import { startPhone } from '../simulator/phone/start.ts';
import { lineWebhookUrl, type Simulator, startSimulator } from '../simulator/start.ts';
import { createInstallation } from '../temporal/installation.ts';
import { setUpNamespace } from '../temporal/setup.ts';
import { createBotControls } from './bot-controls.ts';
import { localKeys } from './local-keys.ts';
import { localSecrets } from './local-secrets.ts';
import { localTemporalAddress, startLocalTemporal } from './local-temporal.ts';
import { lockStateDir } from './state-lock.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

/** The whole system on this machine. */
export type LocalSystem = {
  api: RunningApi;
  simulator: Simulator;
  worker: WorkerProcess;
  /** Undefined when LINE is real. */
  phoneUrl: string | undefined;
  /** Undefined when a Temporal server was given. */
  webUiUrl: string | undefined;
  temporalAddress: string;
  /** Resolves when something essential has ended by itself. */
  ended: Promise<unknown>;
  stop: () => Promise<void>;
};

/** People for the second phone; the simulator has one of its own. They keep their ids over a restart, as their runs go on. */
const neighbours = [
  { displayName: '美玲', language: 'zh-TW' },
  { displayName: 'さくら', language: 'ja' },
];

/**
 * Starts Temporal (unless an address is set), the simulator of each vendor without credentials, the API, and the worker as
 * a process of its own.
 *
 * @throws AlreadyRunning when another one runs on the state folder; nothing has been touched then.
 *
 * @param report gets a line for each thing that takes time.
 */
export async function startLocal(given: Config, report: (line: string) => void): Promise<LocalSystem> {
  const lock = await lockStateDir(given.stateDir);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopOne of stops.splice(0).toReversed()) await stopOne();
    await lock.release();
  };
  try {
    const logLevel = given.logLevel ?? 'warn';
    const keys = await localKeys(given.stateDir);
    const encryptionKeys = given.encryptionKeys ?? keys.encryptionKeys;
    const idKey = given.idKey ?? keys.idKey;

    const simulator = await startSimulator({
      linePort: given.simulatorLinePort,
      geminiPort: given.simulatorGeminiPort,
      seed: given.simulatorSeed,
      secrets: await localSecrets(given.stateDir),
      batchSeconds: given.simulatorBatchSeconds,
      line: { botName: '評判 Hyoban', people: neighbours },
      sides: { line: given.lineChannelAccessToken === undefined, gemini: given.geminiApiKey === undefined },
    });
    stops.push(() => simulator.close());
    const { line, gemini, journal, clock } = simulator;

    const temporalAddress = localTemporalAddress(given);
    const config = withSimulator({ ...given, logLevel, encryptionKeys, idKey, temporalAddress }, simulator);
    const installation = createInstallation(config);
    stops.push(async () => installation.client.connection.close());
    const api = await startApi(config, installation, createLogger(logLevel, 'hyoban'));
    stops.push(() => api.stop());

    // The worker loads its code while Temporal starts.
    const worker = startWorkerProcess({ ...config, publicUrl: config.publicUrl || api.url });
    stops.push(() => worker.stop());
    const temporal = await startLocalTemporal({ ...given, encryptionKeys }, report);
    // API and worker go before the server that they talk to.
    stops.unshift(() => temporal.stop());
    await setUpNamespace(installation.client, config.retentionDays, config.temporalAddress);
    await worker.go();

    const { webUiUrl } = temporal;
    line?.setWebhookUrl(lineWebhookUrl(api.url));
    const { temporalNamespace: namespace, temporalTaskQueue: taskQueue } = config;
    const bot = createBotControls({ client: installation.client, namespace, taskQueue, webUiUrl, worker });
    const links = webUiUrl ? [{ label: 'Temporal Web UI', url: webUiUrl }] : [];
    const port = given.simulatorPhonePort;
    const phone = line ? await startPhone({ port, line, gemini, journal, clock, links, bot }) : undefined;
    if (phone) stops.push(() => phone.close());
    await lock.announce(phone?.url ?? api.url);
    const ended = Promise.race([temporal.ended, worker.ended]);
    return { api, simulator, worker, phoneUrl: phone?.url, webUiUrl, temporalAddress, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Settings of the simulated vendors in place of the missing credentials. */
function withSimulator<C extends Config>(config: C, { line, gemini }: Simulator) {
  return {
    ...config,
    lineChannelSecrets: line ? [line.channelSecret] : (config.lineChannelSecrets ?? []),
    lineChannelAccessToken: line?.channelAccessToken ?? config.lineChannelAccessToken ?? '',
    lineApiBaseUrl: line?.url ?? config.lineApiBaseUrl,
    lineDataApiBaseUrl: line?.url ?? config.lineDataApiBaseUrl,
    geminiApiKey: gemini?.geminiApiKey ?? config.geminiApiKey ?? '',
    geminiBaseUrl: gemini?.url ?? config.geminiBaseUrl,
    // Secrets, audience and public address of a real installation would send simulated webhooks astray.
    geminiWebhookSecrets: gemini ? [] : config.geminiWebhookSecrets,
    geminiWebhookAudience: gemini ? undefined : config.geminiWebhookAudience,
    publicUrl: line && gemini ? '' : (config.publicUrl ?? ''),
  };
}
