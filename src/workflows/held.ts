import { CancelledFailure, condition, isCancellation, log } from '@temporalio/workflow';
import { quickRead, tokenBound } from './activity-options.ts';
import { type AnalysisState, enterStage, type TakenRequest } from './analysis-state.ts';
import type { Delivery, SendPlan } from './contract.ts';
import { nextQuotaMonthMs, tokenAgeMs } from './decisions.ts';
import type { PushEnd } from './push.ts';
import { replyWhileTokenLives } from './reply.ts';

/** What may still become of a held answer besides the person's asking. */
type HoldOptions = {
  /** Undefined: it may have arrived already, so only the person may ask for it. */
  pushLater: (() => Promise<PushEnd>) | undefined;
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
      const replied = await replyHeld(state, plan, request);
      if (replied === 'replied') return 'replied';
      // It may be on the person's screen now: a push could say it twice.
      if (replied === 'unclear') pushAtMs = Infinity;
    } else if (Date.now() >= closesAtMs) {
      throw options.closesWith();
    } else if (Date.now() >= pushAtMs) {
      pushAtMs = Infinity;
      const late = await options.pushLater?.();
      if (late?.kind === 'accepted') return 'pushed';
      if (late?.kind === 'answered-before') return 'earlier';
      log.warn('The push at the turn of the month was not taken either');
    }
  }
}

function isOver({ cancelAsked, operatorCancelled }: AnalysisState): boolean {
  return cancelAsked || operatorCancelled;
}

async function replyHeld({ version }: AnalysisState, plan: SendPlan, request: TakenRequest) {
  const { replyToken, eventAtMs, takenAtMs, receivedAgoMs } = request;
  const age = {
    atLeastMs: () => (version === 1 ? Date.now() - eventAtMs : tokenAgeMs({ takenAtMs, receivedAgoMs }, Date.now())),
    atMostMs: async () => {
      // A worker that was away has seen the signal late; Temporal knows when it came.
      const storedAtMs = await quickRead.readTokenTaken({ replyToken }).catch(nullUnlessCancelled);
      return storedAtMs === null ? undefined : tokenAgeMs({ takenAtMs: storedAtMs, receivedAgoMs }, Date.now());
    },
    ofVersion1: version === 1,
  };
  return replyWhileTokenLives(age, (form) => tokenBound.replyPlan({ replyToken, plan, form }));
}

function nullUnlessCancelled(error: unknown): null {
  if (isCancellation(error)) throw error;
  return null;
}
