import type { SendPlan } from '../workflows/contract.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { lineFailure } from './failures.ts';

/** Pushes exactly the bytes of the plan; "already accepted" is success, whichever attempt it was. */
export async function pushReport(
  { line, names }: ActivityDependencies,
  input: { to: string; plan: SendPlan; ownerRunId: string; kind: 'report' | 'apology' },
): Promise<{ status: 'accepted' | 'already-accepted'; requestId?: string }> {
  const retryKey = names.retryKey(input.ownerRunId, input.kind);
  try {
    const { status, requestId } = await line.push(
      { to: input.to, messages: input.plan.messages, retryKey },
      { signal: attemptSignal() },
    );
    return { status, requestId };
  } catch (error) {
    throw lineFailure(error);
  }
}
