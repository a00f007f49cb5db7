import { z } from 'zod';
import type { Evidence, Run } from '../evidence.ts';
import { analysesOf, nameOf, nearbysOf, signalOf } from './analyses.ts';
import type { Violation } from './violation.ts';

const promise = 'a short outage is no apology';
const minuteMs = 60_000;

/** What each setting leaves of patience, with the time that the batch job itself takes. */
const longestOutageMinutes = { usual: 30, redelivery: 30, impatient: 1, 'no-ordinary-call': 1 } as const;
/** A search ends after 80 s; an outage of a minute leaves time for one more attempt. */
const longestForSearchMs = minuteMs;

const apologies = new Set(['GeminiUnavailable', 'BatchFailed', 'ModelRefused', 'NoReviews', 'DayQuota']);
const nearbyResult = z.looseObject({ outcome: z.string() });

/** In a seed whose one fault is that a vendor is away for a while, and bills nothing meanwhile, everybody gets an answer. */
export function checkOutage(evidence: Evidence): Violation[] {
  const { pointOutage } = evidence.director.plan;
  if (!pointOutage) return [];
  const { lengthMs } = pointOutage;
  return [
    ...(lengthMs <= longestForSearchMs ? nearbysOf(evidence).flatMap(failedSearch) : []),
    ...(lengthMs <= longestOutageMinutes[evidence.story.settings] * minuteMs
      ? analysesOf(evidence).flatMap((run) => [...apology(run), ...needlessCall(evidence, run)])
      : []),
  ].map((what) => ({ promise, what: `${what} (${JSON.stringify(pointOutage)})` }));
}

function failedSearch(run: Run): string[] {
  const outcome = nearbyResult.safeParse(run.result).data?.outcome;
  return outcome === undefined || outcome === 'choices' ? [] : [`${nameOf(run)} ended as ${outcome}`];
}

function apology(run: Run): string[] {
  return apologies.has(run.failureType ?? '') ? [`${nameOf(run)} ended as ${run.failureType}`] : [];
}

/** A paid batch job is waited for: no call outside it is paid unless the user asked or patience was used up. */
function needlessCall({ charges, director }: Evidence, run: Run): string[] {
  const usedUp = 110 * minuteMs;
  const end = run.closedAtMs ?? Infinity;
  if (signalOf(run, 'answerNow') || end - run.startedAtMs > usedUp || run.status === 'canceled') return [];
  // The outage kept the batch job from being created.
  if (director.plan.pointOutage?.activity === 'createBatch') return [];
  const paid = charges.some(({ runId, activity }) => runId === run.runId && activity === 'answerNow');
  return paid ? [`${nameOf(run)} paid for a call outside its batch job`] : [];
}
