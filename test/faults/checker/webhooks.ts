import type { Evidence } from '../evidence.ts';
import { analysesOf, nameOf } from './analyses.ts';
import type { Violation } from './violation.ts';

const promise = 'a webhook only nudges';
/** The bot's own tolerance, with a second for roundings. */
const toleranceMs = 301_000;

/** Forged events are refused, and no result is fetched that Gemini itself has not been asked about. */
export function checkWebhooks(evidence: Evidence): Violation[] {
  return [...taken(evidence), ...unasked(evidence)].map((what) => ({ promise, what }));
}

function taken({ journal, director }: Evidence): string[] {
  const { skew } = director.plan;
  return journal.flatMap(({ side, atMs, status, fault, requestHeaders }) => {
    if (side !== 'gemini-webhook' || status !== 200) return [];
    // As old as it looked to the API.
    const ageMs = atMs + skew.api - Number(requestHeaders['webhook-timestamp']) * 1000;
    return [
      ...(fault === 'wrong-signature' ? ['a webhook with a wrong signature was taken'] : []),
      ...(ageMs > toleranceMs ? [`a webhook was taken ${Math.round(ageMs / 1000)} s after it was signed`] : []),
    ];
  });
}

function unasked(evidence: Evidence): string[] {
  return analysesOf(evidence).flatMap((run) => {
    const scheduled = (name: string) =>
      run.events.filter((event) => event.type === 'activityTaskScheduled' && event.name === name);
    const checks = new Set(scheduled('checkBatch').map(({ id }) => id));
    return scheduled('fetchReports').flatMap((fetching) => {
      const asked = run.events.some(
        ({ type, id, scheduledEventId }) =>
          type === 'activityTaskCompleted' && id < fetching.id && checks.has(scheduledEventId),
      );
      return asked ? [] : [`${nameOf(run)} fetched results without asking how the job stands`];
    });
  });
}
