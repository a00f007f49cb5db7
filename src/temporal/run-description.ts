import type { WorkflowExecutionInfo } from '@temporalio/client';
import { z } from 'zod';
import { type LedgerEntry, type Stage, stages } from '../workflows/contract.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

/** Memo of a run: which event started it, and what it is about. Encrypted like every payload. */
export type RunMemo = z.infer<typeof memoSchema>;

const ledgerEntrySchema: z.ZodType<LedgerEntry> = z.object({
  call: z.enum(['searchPlaces', 'extractNames', 'collectReviews', 'batchLine', 'answerNow']),
  status: z.enum(['confirmed', 'unknown']),
  promptTokens: z.number(),
  outputTokens: z.number(),
  priceMicroUsd: z.number(),
});

const memoSchema = z.object({
  webhookEventId: z.string(),
  timestampMs: z.number(),
  placeNames: z.array(z.string()),
  /** LINE's id of the message that started a nearby search. */
  messageId: z.string().optional(),
  /** Written at the end of a run: what it paid, the run id that names its batch jobs, and how many it asked for. */
  ledger: z.array(ledgerEntrySchema).optional(),
  ownerRunId: z.string().optional(),
  submissions: z.number().optional(),
  /** Names of all its batch jobs; left out by version 1, and when there may be one whose name the run did not learn. */
  jobs: z.array(z.string()).optional(),
  /** How long the batch job took that brought the report, milliseconds. */
  batchMs: z.number().optional(),
});

/** One run of a nearby search or an analysis as Temporal lists or describes it. */
export type DescribedRun = {
  workflowId: string;
  runId: string;
  /** Name of the workflow type. */
  type: string;
  /** Temporal's name of the status, e.g. `RUNNING`. */
  status: string;
  startedAtMs: number;
  closedAtMs: number | undefined;
  stage: Stage;
  /** The job that it waits for or waited for last, as the index knows it. */
  batchName: string | undefined;
  /** Undefined when the run was not started by us. */
  memo: RunMemo | undefined;
};

/** Reads what a list or a description says of a run. */
export function describedRun(info: Omit<WorkflowExecutionInfo, 'raw'>): DescribedRun {
  const { workflowId, runId, type, status, startTime, closeTime, memo, typedSearchAttributes } = info;
  const stage = z.enum(stages).catch('collecting').parse(typedSearchAttributes.get(searchAttributes.stage));
  return {
    workflowId,
    runId,
    type,
    status: status.name,
    startedAtMs: startTime.getTime(),
    closedAtMs: closeTime?.getTime(),
    stage,
    batchName: typedSearchAttributes.get(searchAttributes.batch),
    memo: memoSchema.safeParse(memo).data,
  };
}

/** The places of a run, as far as messages name them. */
export function placesOf({ memo }: DescribedRun): { name: string }[] {
  return memo?.placeNames.map((name) => ({ name })) ?? [];
}
