import { CancelledFailure, condition, log } from '@temporalio/workflow';
import { tokenBound } from './activity-options.ts';
import { type AnalysisState, enterStage } from './analysis-state.ts';
import type { Delivery, HeldRequest, SendPlan } from './contract.ts';
import { nextQuotaMonthMs } from './decisions.ts';
import type { PushEnd } from './delivery.ts';
import { replyWhileTokenLives } from './reply.ts';

/** One push at the turn of LINE's month is tried for this long. */
const latePushMs = 60 * 60_000;

/** What may still become of a held answer besides the person's asking. */
type HoldOptions = {
  /** Undefined: it may have arrived already, so only the person may ask for it. */
  pushLater: ((remainingMs: number) => Promise<PushEnd>) | undefined;
  /** How the run ends when nobody asked. */
  closesWith: () => Error;
};

/**
 * Keeps an answer that LINE does not take: the person's next tap or "status" gets it as a free reply, one push is tried
 * when LINE's month has turned.
 *
 * @throws CancelledFailure when the chat has been left or an operator cancels, and what `closesWith` makes when the time is over.
 */
export async function hold(state: AnalysisState, plan: SendPlan, options: HoldOptions): Promise<Delivery> {
  enterStage(state, 'held');
  const closesAtMs = Date.now() + state.input.policy.holdForMs;
  let pushAtMs = options.pushLater ? nextQuotaMonthMs(Date.now()) : Infinity;
  for (;;) {
    const waitMs = Math.max(0, Math.min(pushAtMs, closesAtMs) - Date.now());
    await condition(() => state.heldRequests.length > 0 || isOver(state), waitMs, { summary: 'held' });
    if (isOver(state)) throw new CancelledFailure('The chat has been left, or an operator has cancelled');
    const request = state.heldRequests.shift();
    if (request) {
      const replied = await replyHeld(plan, request);
      if (replied === 'replied') return 'replied';
      // It may be on the person's screen now: a push could say it twice.
      if (replied === 'unclear') pushAtMs = Infinity;
    } else if (Date.now() >= closesAtMs) {
      throw options.closesWith();
    } else if (Date.now() >= pushAtMs) {
      pushAtMs = Infinity;
      const late = await options.pushLater?.(latePushMs);
      if (late?.kind === 'accepted') return 'pushed';
      log.warn('The push at the turn of the month was not taken either');
    }
  }
}

function isOver({ cancelAsked, operatorCancelled }: AnalysisState): boolean {
  return cancelAsked || operatorCancelled;
}

async function replyHeld(plan: SendPlan, { replyToken, eventAtMs }: HeldRequest) {
  return replyWhileTokenLives(eventAtMs, () => tokenBound.replyPlan({ replyToken, plan }));
}
