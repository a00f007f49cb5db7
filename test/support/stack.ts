import { randomUUID } from 'node:crypto';
import type { Budgets } from '../../src/api/context.ts';
import { type RunningApi, startApi } from '../../src/api/start.ts';
import type { Config } from '../../src/config.ts';
import { loadConfig } from '../../src/config-loading.ts';
import type { GeminiSimulator } from '../../src/simulator/gemini/simulator.ts';
import type { LineSimulator } from '../../src/simulator/line/simulator.ts';
import { lineWebhookUrl, type Simulator, startSimulator } from '../../src/simulator/start.ts';
import { startWorkerFrom } from '../../src/worker/start.ts';
import type { RunningWorker } from '../../src/worker/worker.ts';
import { patientBudgets } from './budgets.ts';
import { testLogger } from './runtime.ts';
import type { TestTemporal } from './temporal.ts';

/** The whole bot over real sockets, with simulated vendors. */
export type Stack = {
  line: LineSimulator;
  gemini: GeminiSimulator;
  simulator: Simulator;
  api: RunningApi;
  /** Undefined when the worker is a process of its own. */
  worker: RunningWorker | undefined;
  temporal: TestTemporal;
  /** Settings that a separate process needs to be part of this stack. */
  config: StackConfig;
  /** Moves the vendors' clock to where Temporal's is. */
  syncClock: () => Promise<void>;
  stop: () => Promise<void>;
};

export type StackConfig = Config & {
  lineChannelSecrets: string[];
  lineChannelAccessToken: string;
  geminiApiKey: string;
  encryptionKeys: string;
  idKey: string;
  publicUrl: string;
};

/** What a test may want otherwise. */
export type StackOptions = {
  settings?: Partial<Config>;
  batchSeconds?: number;
  seed?: number;
  withoutWorker?: boolean;
  /** How long the API waits for Temporal; long without a word. */
  budgets?: Budgets;
};

/** Starts API, worker and simulators on a Temporal server, on a task queue of its own. */
export async function startStack(temporal: TestTemporal, options: StackOptions = {}): Promise<Stack> {
  const simulator = await startSimulator({
    linePort: 0,
    geminiPort: 0,
    seed: options.seed ?? 1,
    batchSeconds: options.batchSeconds ?? 0.2,
    // The receiver compares with real time, wherever the simulated clock has been moved.
    signatureTimeMs: Date.now,
    gemini: { shuffleResults: true },
  });
  const { line, gemini } = simulator;
  if (!line || !gemini) throw new Error('Both sides run here');
  const config = stackConfig(temporal, line, gemini, options.settings);
  const { budgets = patientBudgets } = options;
  const api = await startApi(config, temporal.installation, testLogger, { budgets });
  config.publicUrl = api.url;
  line.setWebhookUrl(lineWebhookUrl(api.url));
  const worker = options.withoutWorker ? undefined : await startStackWorker(config, temporal);
  const stop = async () => {
    await api.stop();
    if (worker?.isRunning()) await worker.stop();
    await simulator.close();
  };
  const syncClock = async () => {
    const behindMs = (await temporal.currentTimeMs()) - simulator.clock.nowMs();
    if (behindMs > 0) await simulator.clock.advance(behindMs);
  };
  return { line, gemini, simulator, api, worker, temporal, config, syncClock, stop };
}

/** One more worker for a stack, e.g. after the first was stopped. */
async function startStackWorker(config: StackConfig, temporal: TestTemporal): Promise<RunningWorker> {
  const codePath = process.env.HYOBAN_TEST_BUNDLE;
  return startWorkerFrom(config, temporal.installation, codePath ? { codePath } : undefined);
}

function stackConfig(
  temporal: TestTemporal,
  line: LineSimulator,
  gemini: GeminiSimulator,
  settings: Partial<Config> = {},
): StackConfig {
  return {
    ...loadConfig({}),
    ...temporal.keys,
    ...{ temporalAddress: temporal.address, temporalTaskQueue: `test-${randomUUID()}` },
    ...{ apiPort: 0, adminPort: 0, publicUrl: '' },
    ...{ lineChannelSecrets: [line.channelSecret], lineChannelAccessToken: line.channelAccessToken },
    ...{ lineApiBaseUrl: line.url, lineDataApiBaseUrl: line.url },
    ...{ geminiApiKey: gemini.geminiApiKey, geminiBaseUrl: gemini.url },
    ...settings,
  };
}
