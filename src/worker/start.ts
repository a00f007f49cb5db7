import type { WorkflowBundleOption } from '@temporalio/worker';
import type { ActivityDependencies } from '../activities/dependencies.ts';
import { type Activities, createActivities } from '../activities/index.ts';
import type { ConfigWith } from '../config-loading.ts';
import type { SettingsOf } from '../config-readers.ts';
import { createGeminiClient } from '../gemini/client.ts';
import { createLineClient } from '../line/client.ts';
import { createLanguageReader } from '../line/profile-language.ts';
import { connectWorker } from '../temporal/connection.ts';
import type { Installation } from '../temporal/installation.ts';
import { createRuns } from './runs.ts';
import { type RunningWorker, startWorker } from './worker.ts';

/** Settings without which no worker starts. */
export const workerSettings = [
  'lineChannelAccessToken',
  'geminiApiKey',
  'encryptionKeys',
  'idKey',
  'publicUrl',
] as const;

type WorkerConfig = ConfigWith<(typeof workerSettings)[number], SettingsOf<'worker'>>;

type Clients = Pick<ActivityDependencies, 'gemini' | 'line'>;

/** What may stand around the parts of a worker; the fault runs put crashes there. */
export type WorkerWraps = {
  clients?: (clients: Clients) => Clients;
  activities?: (activities: Activities) => Activities;
  /** 0 turns the workflow cache off, so that every task replays its history. */
  maxCachedWorkflows?: number;
};

/** Connects to Temporal and the vendors and starts the worker. Rejects when Temporal cannot be reached. */
export async function startWorkerFrom(
  config: WorkerConfig,
  { client, dataConverter, digests, keyRing }: Installation,
  workflowBundle?: WorkflowBundleOption,
  wraps: WorkerWraps = {},
): Promise<RunningWorker> {
  const lineClient = createLineClient({
    channelAccessToken: config.lineChannelAccessToken,
    apiBaseUrl: config.lineApiBaseUrl,
    dataApiBaseUrl: config.lineDataApiBaseUrl,
    timeoutMs: config.lineTimeoutSeconds * 1000,
  });
  const geminiClient = createGeminiClient({
    apiKey: config.geminiApiKey,
    baseUrl: config.geminiBaseUrl,
    groundingModel: config.geminiGroundingModel,
    reportModel: config.geminiReportModel,
    timeoutMs: config.geminiTimeoutSeconds * 1000,
  });
  const clients = { gemini: geminiClient, line: lineClient };
  const { gemini, line } = wraps.clients?.(clients) ?? clients;
  const languageOf = createLanguageReader({ line, fallback: config.defaultLanguage, maxEntries: 10_000 });
  const activities = createActivities({
    gemini,
    line,
    languageOf,
    names: { ...digests, sealText: keyRing.sealText },
    publicUrl: config.publicUrl,
    geminiWebhookUrl: geminiWebhookUrl(config),
    runs: createRuns(client, digests.installation, config.temporalTaskQueue),
  });
  const target = { address: config.temporalAddress, namespace: config.temporalNamespace };
  const connection = await connectWorker(target);
  const worker = await startWorker({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: config.temporalTaskQueue,
    dataConverter,
    activities: wraps.activities?.(activities) ?? activities,
    workflowBundle,
    maxCachedWorkflows: wraps.maxCachedWorkflows,
  });
  return {
    ...worker,
    async stop() {
      await worker.stop();
      await connection.close();
    },
  };
}

/** The real Gemini calls public HTTPS addresses only and refuses jobs that name another; the simulator calls any. */
function geminiWebhookUrl({ publicUrl, geminiBaseUrl }: WorkerConfig) {
  const isCallable = publicUrl.startsWith('https:') || geminiBaseUrl.startsWith('http:');
  return isCallable ? `${publicUrl}/webhooks/gemini` : undefined;
}
