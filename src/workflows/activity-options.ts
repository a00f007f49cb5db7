import { ActivityCancellationType, type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { BackOff } from '../retry-pause.ts';
import { backOffs } from './back-offs.ts';

/** One policy for each class of side effect; an activity belongs to exactly one class. */

/** Temporal's words for a back-off. Without a number of attempts: the deadline of the activity ends them. */
const retry = ({ initialMs, coefficient, maximumMs }: BackOff) => ({
  initialInterval: initialMs,
  backoffCoefficient: coefficient,
  maximumInterval: maximumMs,
});

/**
 * Paid reads: attempts that were surely not billed are repeated for `remainingMs`; the activity itself ends with the third
 * that may have been billed.
 */
export const paidReadWithin = (remainingMs: number) =>
  proxyActivities<Pick<Activities, 'collectReviews' | 'answerNow'>>({
    startToCloseTimeout: '90 seconds',
    scheduleToCloseTimeout: Math.max(1000, remainingMs),
    retry: retry(backOffs.paidRead),
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  });

/** Paid reads that an answer is better with and whole without: nobody waits long for them. */
export const paidExtra = proxyActivities<Pick<Activities, 'compareNow'>>({
  startToCloseTimeout: '45 seconds',
  scheduleToCloseTimeout: '60 seconds',
  retry: retry(backOffs.paidRead),
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/** Paid reads that a user waits for: repeated as above, for what is left of the search's own deadline. */
export const paidReadForReplyWithin = (remainingMs: number) =>
  proxyActivities<Pick<Activities, 'searchPlaces' | 'extractNames'>>({
    startToCloseTimeout: '25 seconds',
    scheduleToCloseTimeout: Math.max(1000, remainingMs),
    retry: retry(backOffs.forReply),
  });

/**
 * Creates that are not idempotent: each attempt looks first and posts once. An attempt whose worker died is repeated only
 * after 60 + 30 s, when the server can no longer accept what that attempt may have sent: it posts in its first 20 s, and
 * the server's own timeout is 60 s at most. A cancel waits for the attempt under way, so that the undo finds its job.
 */
export const unsafeCreateWithin = (remainingMs: number) =>
  proxyActivities<Pick<Activities, 'createBatch'>>({
    startToCloseTimeout: '60 seconds',
    scheduleToCloseTimeout: Math.max(60_000, remainingMs),
    retry: { initialInterval: '30 seconds', maximumInterval: '2 minutes' },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });

/** A look at a job that a webhook named: a hint that nobody waits for longer than for the look that comes anyway. */
export const hintedRead = proxyActivities<Pick<Activities, 'adoptBatch'>>({
  startToCloseTimeout: '20 seconds',
  scheduleToCloseTimeout: '40 seconds',
  retry: { initialInterval: '1 second' },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/** A reply token works once: one attempt per activity, the workflow decides what an unclear one means. */
export const tokenBound = proxyActivities<Pick<Activities, 'replyChoices' | 'replyPlan'>>({
  startToCloseTimeout: '10 seconds',
  retry: { maximumAttempts: 1 },
});

/** Writes that may be repeated: an upload, a request to end or to forget. */
export const safeWrite = proxyActivities<Pick<Activities, 'uploadJsonl' | 'endAsCancelled' | 'forgetRuns'>>({
  startToCloseTimeout: '60 seconds',
  scheduleToCloseTimeout: '1 hour',
  retry: { initialInterval: '1 second', maximumInterval: '2 minutes' },
});

/** Undoing what may still cost: tried for some minutes, the sweep takes what is left. */
export const undo = proxyActivities<Pick<Activities, 'cancelBatch' | 'cancelOrphans'>>({
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '5 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

/**
 * What a sweep does: its parts end before the next quarter of an hour, so that one that cannot be had never holds the rest.
 * Lists may be long.
 */
export const sweeping = proxyActivities<Pick<Activities, 'findOrphans' | 'cancelOrphans' | 'findNeglected'>>({
  startToCloseTimeout: '3 minutes',
  scheduleToCloseTimeout: '10 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

const pushOptions: ActivityOptions = {
  startToCloseTimeout: '20 seconds',
  retry: retry(backOffs.push),
};

/** A push under its retry key, for as long as LINE remembers that key. */
export const pushWithin = (remainingMs: number) =>
  proxyActivities<Pick<Activities, 'pushReport' | 'pushChoices'>>({
    ...pushOptions,
    scheduleToCloseTimeout: Math.max(1000, remainingMs),
  });

/** Nice to have: one or two tries, failures are ignored by the caller. */
export const bestEffort = proxyActivities<Pick<Activities, 'showLoading' | 'cleanUp'>>({
  startToCloseTimeout: '15 seconds',
  scheduleToCloseTimeout: '40 seconds',
  retry: { maximumAttempts: 2 },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/** Free reads and pure work. */
export const read = proxyActivities<
  Pick<
    Activities,
    | 'checkBatch'
    | 'fetchReports'
    | 'renderReport'
    | 'renderApology'
    | 'findNeglected'
    | 'readUnanswered'
    | 'readEarlierAnswer'
  >
>({
  startToCloseTimeout: '60 seconds',
  scheduleToCloseTimeout: '2 hours',
  retry: retry(backOffs.read),
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/** A free read whose answer has a default: quick, then the default is taken. */
export const quickRead = proxyActivities<Pick<Activities, 'readLanguage' | 'readTokenTaken'>>({
  startToCloseTimeout: '4 seconds',
  scheduleToCloseTimeout: '6 seconds',
  retry: { maximumAttempts: 2, initialInterval: '200 milliseconds' },
});
