import { randomUUID } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import { startApi } from '../../../src/api/start.ts';
import { loadConfig } from '../../../src/config-loading.ts';
import { createEncryptionCodec } from '../../../src/temporal/codec.ts';
import type { AnalysisResult } from '../../../src/workflows/contract.ts';
import { shutDownRuntime, testLogger } from '../../support/runtime.ts';
import { startDevServer } from '../../support/temporal.ts';

/** The API with its real route for reports, on a Temporal server whose analyses end as a test wants. */
export type ReportPages = {
  url: string;
  /** Address of the page of an analysis that ended with this. */
  finished: (result: Pick<AnalysisResult, 'language' | 'reports' | 'comparison'>) => Promise<string>;
  /** Address of the page of an analysis that is under way. */
  running: () => Promise<string>;
  /** Address of the page of an analysis that Temporal has forgotten. */
  forgotten: () => string;
  stop: () => Promise<void>;
};

const { CommandType } = proto.temporal.api.enums.v1;
/** A long poll is refused without a deadline. */
const pollMs = 60_000;
const nowhere = 'http://127.0.0.1:1';

/** Starts both. No worker runs: this answers the workflow task of an analysis itself. */
export async function startReportPages(): Promise<ReportPages> {
  const temporal = await startDevServer();
  const { client, keyRing } = temporal.installation;
  const { workflowService } = client;
  const { namespace } = client.options;
  const api = await startApi(
    {
      ...loadConfig({}),
      ...temporal.keys,
      ...{ temporalAddress: temporal.address, apiPort: 0, adminPort: 0, publicUrl: nowhere },
      ...{ lineChannelSecrets: ['0123456789abcdef0123456789abcdef'], lineChannelAccessToken: 'token' },
      ...{ lineApiBaseUrl: nowhere, lineDataApiBaseUrl: nowhere, geminiBaseUrl: nowhere },
    },
    temporal.installation,
    testLogger,
  );
  const addressOf = (workflowId: string, runId: string) => `${api.url}/r/${keyRing.sealText(`${workflowId} ${runId}`)}`;

  async function start() {
    const [workflowId, taskQueue] = [`analysis:${randomUUID()}`, randomUUID()];
    const { firstExecutionRunId } = await client.workflow.start('analysis', { workflowId, taskQueue });
    return { taskQueue, address: addressOf(workflowId, firstExecutionRunId) };
  }

  async function finish(taskQueue: string, result: AnalysisResult) {
    const { taskToken } = await client.withDeadline(Date.now() + pollMs, () =>
      workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: taskQueue } }),
    );
    const payloads = await createEncryptionCodec(keyRing).encode([defaultPayloadConverter.toPayload(result)]);
    await workflowService.respondWorkflowTaskCompleted({
      ...{ namespace, taskToken },
      commands: [
        {
          commandType: CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION,
          completeWorkflowExecutionCommandAttributes: { result: { payloads } },
        },
      ],
    });
  }

  return {
    url: api.url,
    async finished(shown) {
      const { taskQueue, address } = await start();
      const finishedAtMs = Date.UTC(2026, 0, 2, 4, 5);
      const rest = { plan: { messages: [] }, ledger: [], finishedAtMs };
      await finish(taskQueue, { outcome: 'delivered', delivery: 'pushed', ...rest, ...shown });
      return address;
    },
    running: async () => (await start()).address,
    forgotten: () => addressOf(`analysis:${randomUUID()}`, randomUUID()),
    async stop() {
      await api.stop();
      await temporal.stop();
      await shutDownRuntime();
    },
  };
}
