import { Context } from '@temporalio/activity';

/** What a sweep finds: a job without a run, a run that takes too long, that was ended without an answer, or is unreadable. */
type Neglected = 'orphan' | 'overdue' | 'unanswered' | 'unreadable';

/** Counts what a sweep found, beside the metrics of the Temporal SDK. */
export function countNeglected(kind: Neglected, count: number): void {
  if (count === 0) return;
  Context.current()
    .metricMeter.createCounter('hyoban_neglected', '1', 'What the sweep found, by kind')
    .add(count, { kind });
}
