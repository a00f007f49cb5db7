import type { ButtonTarget } from '../../line/messages/place-buttons.ts';
import { stillRunningMessages } from '../../line/messages/still-running.ts';
import { type DescribedRun, placesOf } from '../../temporal/run-description.ts';
import { readProgress } from '../../temporal/running-analyses.ts';
import type { ApiContext } from '../context.ts';
import type { ActiveEvent, EventOutcome } from './handle-event.ts';

/** Replies how a running analysis stands, with buttons for exactly this run. */
export function sayStillRunning(
  api: ApiContext,
  event: ActiveEvent,
  run: DescribedRun,
  target: ButtonTarget,
): EventOutcome {
  api.replies.send(event.replyToken, async () => {
    const [language, progress] = await Promise.all([
      api.languageOf(event.source.userId),
      readProgress(api.temporal, api.budgets.queryMs, run),
    ]);
    return stillRunningMessages({
      language,
      places: placesOf(run),
      stage: progress?.stage ?? run.stage,
      waitedMs: Date.now() - run.startedAtMs,
      target: targetOf(target, run.runId),
    });
  });
  return 'replied';
}

/** A button for exactly one run: eight digits of a run id tell it from an earlier or later one of the same place. */
export function targetOf({ nearbyEventId, index, placeKey }: ButtonTarget, runId?: string): ButtonTarget {
  return { nearbyEventId, index, placeKey, runPrefix: runId?.slice(0, 8) };
}
