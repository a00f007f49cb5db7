import type { Client } from '@temporalio/client';
import type { ChatRun, Runs } from '../activities/dependencies.ts';
import { earlierAnswerIn } from '../temporal/answer-in-history.ts';
import { deleteRun, listRunsOfChat, stopRun } from '../temporal/chat-runs.ts';
import {
  isIndexed,
  listAnalyses,
  listEndedFromOutside,
  listOverdue,
  suspectsOfLastSweep,
} from '../temporal/neglected.ts';
import type { DescribedRun } from '../temporal/run-description.ts';
import { readEvents } from '../temporal/run-history.ts';
import { tokenTakenAt } from '../temporal/token-taken.ts';
import { isSuperseded, readUnanswered } from '../temporal/unanswered.ts';

/** A run that did not end by itself does not say how many jobs it asked for. */
const mostSubmissions = 3;

/** The runs as activities look after them, on a Temporal client. */
export function createRuns(client: Client, installation: string, taskQueue: string): Runs {
  return {
    async cancel({ workflowId, runId }) {
      await client.workflow.getHandle(workflowId, runId).cancel();
    },
    ofChat: async (chatKey) => (await listRunsOfChat(client, chatKey)).map((run) => chatRun(client, run, installation)),
    analyses: async (which) =>
      (await listAnalyses(client, taskQueue, which)).map(
        ({ workflowId, runId, stage, batchName, memo, isReadable }) => {
          return { workflowId, runId, stage, batchName, ownerRunId: memo?.ownerRunId ?? runId, isReadable };
        },
      ),
    isIndexed: async (run) => isIndexed(client, run),
    lastSuspects: async () => suspectsOfLastSweep(client, taskQueue),
    overdue: async (startedBeforeMs) => listOverdue(client, taskQueue, startedBeforeMs),
    endedFromOutside: async (closedAfterMs) => listEndedFromOutside(client, taskQueue, closedAfterMs),
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
    // What a run wrote last is only complete when it came to its end by itself.
    jobs: memo?.submissions === undefined ? undefined : memo.jobs,
    stop: async () => stopRun(client, run),
    remove: async () => deleteRun(client, run, installation),
  };
}
