import type { ForgetInput, ForgetResult } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies, ChatRun } from './dependencies.ts';
import { callGemini } from './failures.ts';
import { jobNames, statusesOf } from './own-batches.ts';

/** Looks once for what a chat has asked for: open runs are stopped, closed ones deleted with their jobs at Google. */
export async function forgetRuns(dependencies: ActivityDependencies, input: ForgetInput): Promise<ForgetResult> {
  const { runs } = dependencies;
  const meant = (await runs.ofChat(input.chatKey)).filter((run) => isMeant(input, run));
  const open = meant.filter((run) => run.isOpen);
  const closed = input.scope.kind === 'stop' ? [] : meant.filter((run) => !run.isOpen);
  for (const run of open) await run.stop();
  for (const run of closed) {
    await deleteJobs(dependencies, run);
    await run.remove();
  }
  return { stopped: open.length, deleted: closed.length };
}

function isMeant({ scope, askedAtMs }: ForgetInput, run: ChatRun): boolean {
  if (run.askedAtMs > askedAtMs) return false;
  return scope.kind === 'message' ? run.messageId === scope.messageId : true;
}

/** A run's jobs are those that it names, or else are found by its names for them; results and input go with the job or after 48 hours. */
async function deleteJobs({ gemini, names }: ActivityDependencies, run: ChatRun): Promise<void> {
  if (run.submissions === 0) return;
  const signal = attemptSignal();
  const ours = new Set(jobNames(names, run));
  const wants = (displayName = '') => ours.has(displayName);
  const named = run.jobs?.map((batchName) => ({ batchName }));
  const jobs = await callGemini(async () =>
    named
      ? (await statusesOf(gemini, named, signal)).filter(({ displayName }) => wants(displayName))
      : gemini.findBatches({ wants, createdAfterMs: run.startedAtMs }, { signal }),
  );
  for (const { batchName } of jobs) await callGemini(() => gemini.deleteBatch(batchName, { signal }));
}
