import { type RunningApi, startApi } from '../api/start.ts';
import type { Config } from '../config.ts';
import { createLogger } from '../logging.ts';
import { startPhone } from '../simulator/phone/start.ts';
import { lineWebhookUrl, type Simulator, startSimulator } from '../simulator/start.ts';
import { createInstallation } from '../temporal/installation.ts';
import { setUpNamespace } from '../temporal/setup.ts';
import { installRuntime } from '../worker/runtime.ts';
import { startWorkerFrom } from '../worker/start.ts';
import { localKeys } from './local-keys.ts';
import { startLocalTemporal } from './local-temporal.ts';

/** The whole system on this machine. */
export type LocalSystem = {
  api: RunningApi;
  simulator: Simulator;
  /** Undefined when LINE is real. */
  phoneUrl: string | undefined;
  /** Undefined when a Temporal server was given. */
  webUiUrl: string | undefined;
  temporalAddress: string;
  /** Resolves when something essential has ended by itself. */
  ended: Promise<unknown>;
  stop: () => Promise<void>;
};

/**
 * Starts Temporal (unless an address is set), the simulator of each vendor without credentials, API and worker.
 *
 * @param report gets a line for each thing that takes time.
 */
export async function startLocal(given: Config, report: (line: string) => void): Promise<LocalSystem> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopOne of stops.splice(0).toReversed()) await stopOne();
  };
  try {
    const logger = createLogger(given.logLevel ?? 'warn', 'hyoban');
    installRuntime({ logger });
    const keys = await localKeys(given.stateDir);
    const encryptionKeys = given.encryptionKeys ?? keys.encryptionKeys;
    const idKey = given.idKey ?? keys.idKey;

    const temporal = await startLocalTemporal({ ...given, encryptionKeys }, report);
    stops.push(() => temporal.stop());

    const simulator = await startSimulator({
      linePort: given.simulatorLinePort,
      geminiPort: given.simulatorGeminiPort,
      seed: given.simulatorSeed,
      batchSeconds: given.simulatorBatchSeconds,
      sides: { line: given.lineChannelAccessToken === undefined, gemini: given.geminiApiKey === undefined },
    });
    stops.push(() => simulator.close());

    const config = withSimulator({ ...given, encryptionKeys, idKey, temporalAddress: temporal.address }, simulator);
    const installation = createInstallation(config);
    stops.push(async () => installation.client.connection.close());
    await setUpNamespace(installation.client, config.retentionDays, config.temporalAddress);

    const api = await startApi(config, installation, logger);
    stops.push(() => api.stop());
    const publicUrl = given.publicUrl ?? api.url;
    const worker = await startWorkerFrom({ ...config, publicUrl }, installation);
    stops.push(() => worker.stop());

    const { line, journal } = simulator;
    line?.setWebhookUrl(lineWebhookUrl(api.url));
    const links = temporal.webUiUrl ? [{ label: 'Temporal Web UI', url: temporal.webUiUrl }] : [];
    const phone = line ? await startPhone({ port: given.simulatorPhonePort, line, journal, links }) : undefined;
    if (phone) stops.push(() => phone.close());
    const ended = Promise.race([temporal.ended, worker.ended]);
    const { webUiUrl, address: temporalAddress } = temporal;
    return { api, simulator, phoneUrl: phone?.url, webUiUrl, temporalAddress, ended, stop };
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
    publicUrl: config.publicUrl ?? '',
  };
}
