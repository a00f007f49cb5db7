import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { pino } from 'pino';
import type { Activities } from '../../../src/activities/index.ts';
import { startApi } from '../../../src/api/start.ts';
import type { Config } from '../../../src/config.ts';
import { loadConfig } from '../../../src/config-loading.ts';
import { createJournal } from '../../../src/simulator/core/journal.ts';
import { startGeminiSimulator } from '../../../src/simulator/gemini/start.ts';
import { startLineSimulator } from '../../../src/simulator/line/start.ts';
import { createInstallation, type Installation } from '../../../src/temporal/installation.ts';
import { addSearchAttributes } from '../../../src/temporal/setup.ts';
import { sweepNow } from '../../../src/temporal/sweeps.ts';
import { installRuntime } from '../../../src/worker/runtime.ts';
import { startWorkerFrom } from '../../../src/worker/start.ts';
import type { SweepResult } from '../../../src/workflows/contract.ts';
import { patientBudgets } from '../../support/budgets.ts';
import { createPauses } from '../../support/retry-policy.ts';
import { installFetch } from '../caller.ts';
import { wrapActivities, wrapClients } from '../crash.ts';
import { switchedFaults } from '../director.ts';
import { makeReplaysFast } from '../fast-replay.ts';
import { timeoutsMs } from '../plan.ts';
import { type Cast, callerOfAttempt, memoryStream, type Stage, stageKeys, taskQueues } from '../stage.ts';
import type { SettingsName } from '../story.ts';
import { linkToTemporal } from '../temporal-link.ts';
import { realClock } from './clock.ts';
import { startDevServer } from './server.ts';
import { withShortRetries } from './short-retries.ts';

/** A stage in real time, on a real server. */
export type DevStage = Stage & {
  /** Temporal as operators see it: nothing stands between. */
  operators: Installation;
  /** `hyoban sweep`; jobs are looked at as if so much time had passed. */
  sweep: (aheadMs: number) => Promise<SweepResult>;
  attemptsUnderWay: () => number;
};

/** What can be waited for in real time. */
const devSettings: Record<SettingsName, Partial<Config>> = {
  usual: { patienceMinutes: 0.15 },
  impatient: { patienceMinutes: 0.05 },
  'no-ordinary-call': { patienceMinutes: 0.15, ordinaryCall: false },
  redelivery: { patienceMinutes: 0.15, lineRedelivery: true },
};

/** Builds the stage once for a process. */
export async function createDevStage(): Promise<DevStage> {
  makeReplaysFast();
  const log: string[] = [];
  const logger = pino({ level: 'info' }, memoryStream(log));
  installRuntime({ logger });
  const server = await startDevServer();
  const clock = realClock();
  let cast: Cast | undefined;
  installFetch((url, body) => cast?.people.onRequest(url, body));

  const journal = createJournal(100_000);
  const vendor = { port: 0, clock: clock.simulator, journal, seed: 1 };
  const line = await startLineSimulator({
    ...vendor,
    redelivery: { gapsMs: [500, 1500] },
    faults: switchedFaults('line', () => cast?.director),
  });
  const gemini = await startGeminiSimulator({
    ...vendor,
    batchSeconds: 2,
    shuffleResults: true,
    faults: switchedFaults('gemini', () => cast?.director),
  });
  const config = {
    ...loadConfig({}),
    ...stageKeys,
    ...{ temporalAddress: server.address, apiPort: 0, adminPort: 0, publicUrl: '', groups: true },
    ...{ lineChannelSecrets: [line.channelSecret], lineChannelAccessToken: line.channelAccessToken },
    ...{ lineApiBaseUrl: line.url, lineDataApiBaseUrl: line.url, lineTimeoutSeconds: timeoutsMs.line / 1000 },
    ...{ geminiApiKey: gemini.geminiApiKey, geminiBaseUrl: gemini.url, geminiTimeoutSeconds: timeoutsMs.gemini / 1000 },
  };
  const installation = createInstallation(config);
  const operators = createInstallation(config);
  await addSearchAttributes(operators.client);
  linkToTemporal(installation.client, {
    fault: (method, workflowId) => cast?.director.temporalFault(cast.people.callerOfWorkflow(workflowId).label, method),
    onStarted: (run) => cast?.onRun(run),
    taskQueue: () => (cast?.cache ? taskQueues.cached : taskQueues.replaying),
  });
  const api = (name: SettingsName) =>
    startApi({ ...config, ...devSettings[name] }, installation, logger, { budgets: patientBudgets });
  const apis = {
    usual: await api('usual'),
    impatient: await api('impatient'),
    'no-ordinary-call': await api('no-ordinary-call'),
    redelivery: await api('redelivery'),
  };
  config.publicUrl = apis.usual.url;
  const crash = (point: string) => cast?.director.crash(point) ?? false;
  const pauseAfterDeathMs = createPauses(operators.client);
  let attempts = 0;
  const wrap = (activities: Activities) => {
    return withShortRetries(
      wrapActivities(activities, {
        callerOf: (input) => callerOfAttempt(cast, input),
        async onStart() {
          attempts++;
        },
        async onEnd() {
          attempts--;
        },
        crash,
        pauseAfterDeathMs,
        // This server knows by itself.
        isLast: async () => false,
        onAttempt: (attempt) => cast?.onAttempt(attempt),
      }),
    );
  };
  const bundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../../src/workflows/index.ts', import.meta.url)),
    failureConverterPath: installation.dataConverter.failureConverterPath,
    workflowInterceptorModules: ['../../../src/workflows/interceptors.ts', './short-waits.ts'].map((path) =>
      fileURLToPath(new URL(path, import.meta.url)),
    ),
    logger: new DefaultLogger('WARN'),
  });
  for (const [temporalTaskQueue, maxCachedWorkflows] of [
    [taskQueues.replaying, 0],
    [taskQueues.cached, 200],
  ] as const) {
    await startWorkerFrom({ ...config, temporalTaskQueue }, createInstallation(config), bundle, {
      maxCachedWorkflows,
      clients: (clients) => wrapClients(clients, crash),
      activities: wrap,
    });
  }
  return {
    ...{ clock, line, gemini, journal, installation, operators, apis },
    cast(next) {
      cast = next;
    },
    takeLog: () => log.splice(0),
    attemptsUnderWay: () => attempts,
    async sweep(byMs) {
      const taskQueue = cast?.cache ? taskQueues.cached : taskQueues.replaying;
      return sweepNow(operators.client, {
        taskQueue,
        input: { overdueMs: 3_600_000, orphanAfterMs: Math.max(0, 15 * 60_000 - byMs) },
      });
    },
    stop: server.stop,
  };
}
