import type { Client } from '@temporalio/client';
import type { ChatRun, Runs } from '../activities/dependencies.ts';
import { earlierAnswerIn } from '../temporal/answer-in-history.ts';
import { deleteRun, listRunsOfChat, stopRun } from '../temporal/chat-runs.ts';
import { listEndedFromOutside, listOverdue } from '../temporal/neglected.ts';
import type { DescribedRun } from '../temporal/run-description.ts';
import { readEvents } from '../temporal/run-history.ts';
import { findByBatch } from '../temporal/running-analyses.ts';
import { tokenTakenAt } from '../temporal/token-taken.ts';
import { isSuperseded, readUnanswered } from '../temporal/unanswered.ts';

const timeoutMs = 10_000;
/** A run that did not end by itself does not say how many jobs it asked for. */
const mostSubmissions = 3;

/** The runs as activities look after them, on a Temporal client. */
export function createRuns(client: Client, installation: string): Runs {
  return {
    async cancel({ workflowId, runId }) {
      await client.workflow.getHandle(workflowId, runId).cancel();
    },
    ofChat: async (chatKey) => (await listRunsOfChat(client, chatKey)).map((run) => chatRun(client, run, installation)),
    isAwaited: async (batchName) => (await findByBatch(client, timeoutMs, batchName)) !== undefined,
    overdue: async (startedBeforeMs) => listOverdue(client, startedBeforeMs),
    endedFromOutside: async (closedAfterMs) => listEndedFromOutside(client, closedAfterMs),
    readUnanswered: async (run) => readUnanswered(client, run),
    isSuperseded: async (run) => isSuperseded(client, run),
    tokenTakenAt: async (run, replyToken) => tokenTakenAt(client, run, replyToken),
    earlierAnswer: async (run) => earlierAnswerIn(client, run.workflowId, await readEvents(client, run)),
  };
}

function chatRun(client: Client, run: DescribedRun, installation: string): ChatRun {
  const { runId, memo, startedAtMs } = run;
  const isAnalysis = run.type === 'analysis';
  return {
    isOpen: run.status === 'RUNNING',
    askedAtMs: memo?.timestampMs ?? startedAtMs,
    startedAtMs,
    messageId: memo?.messageId,
    ownerRunId: memo?.ownerRunId ?? runId,
    submissions: isAnalysis ? (memo?.submissions ?? mostSubmissions) : 0,
    stop: async () => stopRun(client, run),
    remove: async () => deleteRun(client, run, installation),
  };
}
