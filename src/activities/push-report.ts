import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { MessageForm, RunId, SendPlan } from '../workflows/contract.ts';
import { pushWindowMs } from '../workflows/decisions.ts';
import { attemptSignal } from './attempt-signal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { pushFailure } from './failures.ts';
import { keyOf, messagesIn } from './message-form.ts';

/** One push of a run's final answer. */
export type PushInput = {
  to: string;
  plan: SendPlan;
  /** Run id that a reset keeps. */
  ownerRunId: string;
  /** When that run started, milliseconds since the epoch. */
  startedAtMs: number;
  kind: 'report' | 'apology';
  form?: MessageForm;
  /** The run that was ended from outside, when this is the apology for it. */
  apologyFor?: RunId;
  /** An answer may have been sent under the same key by somebody else than the attempts of this activity. */
  maybeSentBefore?: boolean;
};

/** `answered-before`: an earlier run of the request had; `superseded`: a newer one does. Neither sends anything. */
export type Pushed = { status: 'accepted' | 'already-accepted' | 'answered-before' | 'superseded'; requestId?: string };

/**
 * Pushes exactly the bytes of the plan, or the plain form of it; "already accepted" is success, whichever attempt it was.
 * Whether somebody else has answered meanwhile is looked up right before.
 *
 * @throws ApplicationFailure with a code of `line/errors.ts`, or `MaybeSentBefore` when only LINE could have told.
 */
export async function pushReport(dependencies: ActivityDependencies, input: PushInput): Promise<Pushed> {
  const { line, names, runs } = dependencies;
  const { to, plan, ownerRunId, startedAtMs, kind, form, apologyFor } = input;
  if (apologyFor && (await runs.isSuperseded(apologyFor))) return { status: 'superseded' };
  const earlier = apologyFor ? 'none' : await earlierAnswer(dependencies, input);
  if (earlier === 'report' && kind === 'report') return { status: 'answered-before' };
  if (mustNotRepeat(earlier, startedAtMs)) throw maybeSentBefore();
  const retryKey = names.retryKey(ownerRunId, keyOf(kind, form));
  try {
    const { status, requestId } = await line.push(
      { to, messages: messagesIn(form, plan.messages), retryKey },
      { signal: attemptSignal() },
    );
    return { status, requestId };
  } catch (error) {
    throw pushFailure(error, { maybeSentBefore: input.maybeSentBefore || earlier !== 'none' });
  }
}

/** Only a run that a reset made has earlier ones; others are not looked up. */
async function earlierAnswer({ runs }: ActivityDependencies, { ownerRunId }: PushInput) {
  const { workflowExecution: run } = activityInfo();
  return run && run.runId !== ownerRunId ? runs.earlierAnswer(run) : 'none';
}

/** LINE forgets a retry key after a day, and a reply has none. */
function mustNotRepeat(earlier: Awaited<ReturnType<typeof earlierAnswer>>, startedAtMs: number): boolean {
  if (earlier === 'perhaps-replied') return true;
  return earlier === 'perhaps-report' && Date.now() >= startedAtMs + pushWindowMs;
}

function maybeSentBefore(): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'MaybeSentBefore',
    message: 'This run was reset, and nobody can tell any more whether its answer was sent before',
    nonRetryable: true,
  });
}
