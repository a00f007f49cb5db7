import type { WorkflowBundleOption } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import type { ConfigWith } from '../config-loading.ts';
import { createGeminiClient } from '../gemini/client.ts';
import { createLineClient } from '../line/client.ts';
import { createLanguageReader } from '../line/profile-language.ts';
import { connectWorker } from '../temporal/connection.ts';
import type { Installation } from '../temporal/installation.ts';
import { type RunningWorker, startWorker } from './worker.ts';

/** Settings without which no worker starts. */
export const workerSettings = [
  'lineChannelAccessToken',
  'geminiApiKey',
  'encryptionKeys',
  'idKey',
  'publicUrl',
] as const;

/** Connects to Temporal and the vendors and starts the worker. Rejects when Temporal cannot be reached. */
export async function startWorkerFrom(
  config: ConfigWith<(typeof workerSettings)[number]>,
  { client, dataConverter, digests, keyRing }: Installation,
  workflowBundle?: WorkflowBundleOption,
): Promise<RunningWorker> {
  const line = createLineClient({
    channelAccessToken: config.lineChannelAccessToken,
    apiBaseUrl: config.lineApiBaseUrl,
    dataApiBaseUrl: config.lineDataApiBaseUrl,
    timeoutMs: config.lineTimeoutSeconds * 1000,
  });
  const gemini = createGeminiClient({
    apiKey: config.geminiApiKey,
    baseUrl: config.geminiBaseUrl,
    groundingModel: config.geminiGroundingModel,
    reportModel: config.geminiReportModel,
    timeoutMs: config.geminiTimeoutSeconds * 1000,
  });
  const languageOf = createLanguageReader({ line, fallback: config.defaultLanguage, maxEntries: 10_000 });
  const activities = createActivities({
    gemini,
    line,
    languageOf,
    names: { ...digests, sealText: keyRing.sealText },
    publicUrl: config.publicUrl,
    geminiWebhookUrl: geminiWebhookUrl(config),
    cancelRun: async (workflowId, runId) => {
      await client.workflow.getHandle(workflowId, runId).cancel();
    },
  });
  const target = { address: config.temporalAddress, namespace: config.temporalNamespace };
  const connection = await connectWorker(target);
  const worker = await startWorker({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: config.temporalTaskQueue,
    dataConverter,
    activities,
    workflowBundle,
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
function geminiWebhookUrl({ publicUrl, geminiBaseUrl }: Pick<ConfigWith<'publicUrl'>, 'publicUrl' | 'geminiBaseUrl'>) {
  const isCallable = publicUrl.startsWith('https:') || geminiBaseUrl.startsWith('http:');
  return isCallable ? `${publicUrl}/webhooks/gemini` : undefined;
}
