import { sleep } from '@temporalio/workflow';
import type { PushInput } from '../activities/push-report.ts';
import { pushWithin, read } from './activity-options.ts';
import type { RunId } from './contract.ts';
import { latePushMs, nextQuotaMonthMs, pushWindowMs } from './decisions.ts';
import { failure } from './failures.ts';
import { pushAnswer } from './push.ts';
import { runVersion } from './version.ts';

/**
 * Apologises for an analysis that was terminated, under the retry key of the answer that it may have sent: when LINE took
 * that one, it does not take this. A newer run of the same request answers in its place; that is looked up right before
 * each push.
 *
 * @throws ApplicationFailure `Undelivered` when LINE has not taken it, and will not.
 */
export async function lateApology(run: RunId): Promise<'apologised' | 'nothing-to-say'> {
  const version = runVersion();
  const request = await read.readUnanswered(run);
  if (!request) return 'nothing-to-say';
  const { input, ownerRunId, startedAtMs, kind, form, maybeSentBefore } = request;
  // A key that was never used lives from its first use on.
  const keyUntilMs = (maybeSentBefore === false ? Date.now() : startedAtMs) + pushWindowMs;
  if (keyUntilMs <= Date.now()) return 'nothing-to-say';
  const { language, places, nearbyEventId, placeIndex, chat } = input;
  const plan = await read.renderApology({ language, reason: 'StoppedByOperator', places, nearbyEventId, placeIndex });
  const push = { to: chat.to, plan, ownerRunId, startedAtMs, kind, form, maybeSentBefore, apologyFor: run };
  if (version === 1) {
    await pushWithin(keyUntilMs - Date.now()).pushReport(push);
    return 'apologised';
  }
  return (await pushNowOrNextMonth(push, { keyUntilMs, holdForMs: input.policy.holdForMs }))
    ? 'apologised'
    : 'nothing-to-say';
}

/** When the month's quota is used up, one push is tried when it turns, within the time that answers are held for. */
async function pushNowOrNextMonth(
  push: PushInput,
  { keyUntilMs, holdForMs }: { keyUntilMs: number; holdForMs: number },
): Promise<boolean> {
  const closesAtMs = Date.now() + holdForMs;
  let pushed = await pushAnswer(push, { untilMs: keyUntilMs, keyUntilMs }, 2);
  if (pushed.kind === 'hold-and-push') {
    const pushAtMs = nextQuotaMonthMs(Date.now());
    await sleep(Math.max(1, Math.min(pushAtMs, closesAtMs) - Date.now()), { summary: 'held' });
    if (pushAtMs <= closesAtMs) pushed = await pushAnswer(push, { untilMs: Date.now() + latePushMs, keyUntilMs }, 2);
  }
  switch (pushed.kind) {
    case 'accepted':
      return true;
    case 'answered-before':
    case 'superseded':
      return false;
    case 'hold':
    case 'hold-and-push':
    case 'undeliverable':
      throw failure('Undelivered', 'LINE has not taken the apology', pushed.error);
  }
}
