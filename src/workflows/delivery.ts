import { type AnalysisState, enterStage } from './analysis-state.ts';
import type { Delivery, SendPlan } from './contract.ts';
import { latePushMs, pushWindowMs } from './decisions.ts';
import { failure } from './failures.ts';
import { hold } from './held.ts';
import { pushAnswer } from './push.ts';

/** What a plan answers; part of its retry key. */
export type AnswerKind = 'report' | 'apology';

/**
 * Brings the run's one final answer into the chat: by push, and when LINE does not take that, by keeping it until the
 * person asks.
 *
 * @throws ApplicationFailure `Undelivered` when LINE takes it in no form, or nobody asked in time.
 */
export async function deliverAnswer(state: AnalysisState, plan: SendPlan, kind: AnswerKind): Promise<Delivery> {
  enterStage(state, 'delivering');
  const { ownerRunId, startedAtMs, version, input } = state;
  const keyUntilMs = startedAtMs + pushWindowMs;
  const pushUntil = async (untilMs: number) =>
    pushAnswer({ to: input.chat.to, plan, ownerRunId, startedAtMs, kind }, { untilMs, keyUntilMs }, version);
  const pushed = await pushUntil(keyUntilMs);
  switch (pushed.kind) {
    case 'accepted':
      return 'pushed';
    case 'answered-before':
    case 'superseded':
      return 'earlier';
    case 'undeliverable':
      throw failure('Undelivered', 'LINE does not take this message', pushed.error);
    case 'hold':
    case 'hold-and-push':
      return hold(state, plan, {
        closesWith: () => failure('Undelivered', 'Nobody asked for the held answer', pushed.error),
        pushLater: pushed.kind === 'hold-and-push' ? async () => pushUntil(Date.now() + latePushMs) : undefined,
      });
  }
}
