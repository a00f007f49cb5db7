import { Writable } from 'node:stream';
import { activityInfo } from '@temporalio/activity';
import { pino } from 'pino';
import { type RunningApi, startApi } from '../../src/api/start.ts';
import { type Config } from '../../src/config.ts';
import { loadConfig } from '../../src/config-loading.ts';
import type { Journal } from '../../src/simulator/core/journal.ts';
import { createJournal } from '../../src/simulator/core/journal.ts';
import type { GeminiSimulator } from '../../src/simulator/gemini/simulator.ts';
import { startGeminiSimulator } from '../../src/simulator/gemini/start.ts';
import type { LineSimulator } from '../../src/simulator/line/simulator.ts';
import { startLineSimulator } from '../../src/simulator/line/start.ts';
import { lineWebhookUrl } from '../../src/simulator/start.ts';
import { createInstallation, type Installation } from '../../src/temporal/installation.ts';
import { addSearchAttributes } from '../../src/temporal/setup.ts';
import { bundleWorkflows } from '../../src/worker/bundle.ts';
import { installRuntime } from '../../src/worker/runtime.ts';
import { startWorkerFrom } from '../../src/worker/start.ts';
import { patientBudgets } from '../support/budgets.ts';
import { createPauses, isCancelRequested } from '../support/retry-policy.ts';
import { currentScope, installFetch } from './caller.ts';
import { type CommonClock, createCommonClock, installDate, skewedClock } from './clock.ts';
import { type AttemptRecord, wrapActivities, wrapClients } from './crash.ts';
import { type Director, switchedFaults } from './director.ts';
import { makeReplaysFast } from './fast-replay.ts';
import type { People } from './people.ts';
import { timeoutsMs } from './plan.ts';
import { noSkew } from './skew.ts';
import type { SettingsName } from './story.ts';
import { answerLists, linkToTemporal } from './temporal-link.ts';
import { startTestServer } from './test-server.ts';
import type { RunRef } from './visibility.ts';

/** What one story brings to the stage. */
export type Cast = {
  /** Which of the two workers gets the runs of the story. */
  cache: boolean;
  director: Director;
  people: People;
  onRun: (run: RunRef) => void;
  runs: () => readonly RunRef[];
  onAttempt: (attempt: AttemptRecord) => void;
};

/** Everything that stays from story to story in one process: server, vendors, API, worker, clock. */
export type Stage = {
  clock: CommonClock;
  line: LineSimulator;
  gemini: GeminiSimulator;
  journal: Journal;
  installation: Installation;
  apis: Record<SettingsName, RunningApi>;
  /** Puts a story on the stage; undefined takes it off. */
  cast: (cast: Cast | undefined) => void;
  /** Log lines since the last call. */
  takeLog: () => string[];
  /** Ends the server process; the stage is of no use afterwards. */
  stop: () => Promise<void>;
};

/** Keys are fixed, so that digests, and with them the keys of faults, are the same in every process. */
export const stageKeys = {
  encryptionKeys: `f1:${Buffer.alloc(32, 7).toString('base64')}`,
  idKey: Buffer.alloc(32, 9).toString('base64'),
};

/** The worker on one keeps no workflows in its cache, the one on the other does. */
export const taskQueues = { replaying: 'replaying', cached: 'cached' } as const;

const settings: Record<SettingsName, Partial<Config>> = {
  usual: {},
  impatient: { patienceMinutes: 15 },
  'no-ordinary-call': { ordinaryCall: false, patienceMinutes: 40 },
  redelivery: { lineRedelivery: true },
};

/** Builds the stage once for a process. */
export async function createStage(): Promise<Stage> {
  makeReplaysFast();
  const log: string[] = [];
  const logger = pino({ level: 'info' }, memoryStream(log));
  installRuntime({ logger });
  const server = await startTestServer();
  const clock = createCommonClock(server);
  await clock.refresh();
  let cast: Cast | undefined;
  const skew = () => cast?.director.plan.skew ?? noSkew;
  // Attempts of activities run in a scope; what runs in none is the API.
  installDate(() => clock.nowMs() + (currentScope()?.caller.activity ? skew().worker : skew().api));
  installFetch((url, body) => cast?.people.onRequest(url, body));

  const journal = createJournal(100_000);
  const line = await startLineSimulator({
    ...{ port: 0, journal, seed: 1, idSeed: 1, redelivery: { gapsMs: [20_000, 60_000] } },
    clock: skewedClock(clock.simulator, () => skew().line),
    faults: switchedFaults('line', () => cast?.director),
  });
  line.setQuota({ limit: undefined });
  const gemini = await startGeminiSimulator({
    ...{ port: 0, journal, seed: 1, idSeed: 1, batchSeconds: 247 },
    ...{ shuffleResults: true, signWith: 'v1a' },
    clock: skewedClock(clock.simulator, () => skew().gemini),
    faults: switchedFaults('gemini', () => cast?.director),
  });
  const config = {
    ...loadConfig({}),
    ...stageKeys,
    ...{ temporalAddress: server.address, apiPort: 0, adminPort: 0, publicUrl: '' },
    ...{ lineChannelSecrets: [line.channelSecret], lineChannelAccessToken: line.channelAccessToken },
    ...{ lineApiBaseUrl: line.url, lineDataApiBaseUrl: line.url, lineTimeoutSeconds: timeoutsMs.line / 1000 },
    ...{ geminiApiKey: gemini.geminiApiKey, geminiBaseUrl: gemini.url, geminiTimeoutSeconds: timeoutsMs.gemini / 1000 },
  };
  const installation = createInstallation(config);
  await addSearchAttributes(installation.client);
  const runs = () => cast?.runs() ?? [];
  answerLists(installation.client, runs);
  linkToTemporal(installation.client, {
    fault: (method, workflowId) => cast?.director.temporalFault(cast.people.callerOfWorkflow(workflowId).label, method),
    onStarted: (run) => cast?.onRun(run),
    taskQueue: () => (cast?.cache ? taskQueues.cached : taskQueues.replaying),
  });
  const startOneApi = (name: SettingsName) =>
    startApi({ ...config, ...settings[name] }, installation, logger, { budgets: patientBudgets, pause: clock.pause });
  const apis = {
    usual: await startOneApi('usual'),
    impatient: await startOneApi('impatient'),
    'no-ordinary-call': await startOneApi('no-ordinary-call'),
    redelivery: await startOneApi('redelivery'),
  };
  config.publicUrl = apis.usual.url;
  const crash = (point: string) => cast?.director.crash(point) ?? false;
  // An installation of its own: what stands between the API and Temporal is not for the worker.
  const forWorker = createInstallation(config);
  answerLists(forWorker.client, runs);
  const pauseAfterDeathMs = createPauses(forWorker.client);
  const bundle = await bundleWorkflows(installation.dataConverter);
  const startOne = (temporalTaskQueue: string, maxCachedWorkflows: number) =>
    startWorkerFrom({ ...config, temporalTaskQueue }, forWorker, bundle, {
      maxCachedWorkflows,
      clients: (clients) => wrapClients(clients, crash),
      activities: (activities) =>
        wrapActivities(activities, {
          callerOf: (input) => callerOfAttempt(cast, input),
          onStart: clock.attemptBegins,
          async onEnd() {
            await clock.stopsHold();
            clock.attemptEnds();
          },
          crash,
          pauseAfterDeathMs,
          isLast: async (info) => waitedFor.has(info.activityType) && isCancelRequested(forWorker.client, info),
          onAttempt: (attempt) => cast?.onAttempt(attempt),
        }),
    });
  await startOne(taskQueues.replaying, 0);
  await startOne(taskQueues.cached, 200);
  return {
    ...{ clock, line, gemini, journal, installation, apis },
    cast(next) {
      cast = next;
    },
    takeLog: () => log.splice(0),
    // The process ends next; only the server would stay behind.
    stop: server.stop,
  };
}

/**
 * Activities whose end a cancelled run waits for. When an attempt of one fails after that, a real server fails the activity;
 * the test server forgets it without a word unless the failure says itself that it is the last.
 */
const waitedFor = new Set(['createBatch']);

/** A stream that keeps what is written, a text for each line of the log. */
export function memoryStream(lines: string[]): Writable {
  return new Writable({
    write(line, _encoding, done) {
      lines.push(String(line));
      done();
    },
  });
}

/** Who the attempt under way is made for. */
export function callerOfAttempt(cast: Cast | undefined, input: unknown) {
  const { workflowExecution, activityType, attempt } = activityInfo();
  const workflowId = workflowExecution?.workflowId ?? '';
  const known = cast?.people.callerOfWorkflow(workflowId) ?? { label: 'nobody', chat: undefined };
  return {
    ...known,
    label: `${known.label}/${activityType}${placeOf(input)}`,
    ...{ workflowId, runId: workflowExecution?.runId, activity: activityType, attempt },
  };
}

/** Tells apart activities of one kind that run side by side, one for each place. */
function placeOf(input: unknown): string {
  const text = JSON.stringify(input) ?? '';
  const [, placeId] = /"placeId":"([^"]+)"/.exec(text.slice(0, 2000)) ?? [];
  return placeId ? `:${placeId}` : '';
}

export { lineWebhookUrl };
