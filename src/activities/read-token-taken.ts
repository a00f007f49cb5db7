import { activityInfo } from '@temporalio/activity';
import type { ActivityDependencies } from './dependencies.ts';

/** When this run was handed a reply token, by Temporal's clock, milliseconds since the epoch; null when nobody knows. */
export async function readTokenTaken(
  { runs }: ActivityDependencies,
  { replyToken }: { replyToken: string },
): Promise<number | null> {
  const { workflowExecution: run } = activityInfo();
  return (run && (await runs.tokenTakenAt(run, replyToken))) ?? null;
}
