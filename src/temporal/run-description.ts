import type { WorkflowExecutionInfo } from '@temporalio/client';
import { z } from 'zod';
import { type Stage, stages } from '../workflows/contract.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

/** Memo of an analysis: which tap started it, and what it is about. Encrypted like every payload. */
export type AnalysisMemo = z.infer<typeof memoSchema>;

const memoSchema = z.object({ webhookEventId: z.string(), timestampMs: z.number(), placeNames: z.array(z.string()) });

/** One run of an analysis as Temporal lists or describes it. */
export type DescribedRun = {
  workflowId: string;
  runId: string;
  /** Temporal's name of the status, e.g. `RUNNING`. */
  status: string;
  startedAtMs: number;
  closedAtMs: number | undefined;
  stage: Stage;
  /** Undefined when the run was not started by us. */
  memo: AnalysisMemo | undefined;
};

/** Reads what a list or a description says of a run. */
export function describedRun(info: Omit<WorkflowExecutionInfo, 'raw'>): DescribedRun {
  const { workflowId, runId, status, startTime, closeTime, memo, typedSearchAttributes } = info;
  const stage = z.enum(stages).catch('collecting').parse(typedSearchAttributes.get(searchAttributes.stage));
  return {
    workflowId,
    runId,
    status: status.name,
    startedAtMs: startTime.getTime(),
    closedAtMs: closeTime?.getTime(),
    stage,
    memo: memoSchema.safeParse(memo).data,
  };
}

/** The places of a run, as far as messages name them. */
export function placesOf({ memo }: DescribedRun): { name: string }[] {
  return memo?.placeNames.map((name) => ({ name })) ?? [];
}
