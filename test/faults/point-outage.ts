import { dice } from './random.ts';

/** A vendor that goes away at the first call that one activity makes on a route, and comes back after a while. */
export type PointOutage = {
  side: 'line' | 'gemini';
  activity: string;
  route: string;
  lengthMs: number;
  /** What calls meet meanwhile. None of it is billed. */
  status: 403 | 404 | 429 | 503;
};

const secondMs = 1000;
const minuteMs = 60 * secondMs;

type Point = readonly [side: PointOutage['side'], activity: string, route: string, kind: 'paid' | 'free' | 'write'];

/** Every call that a worker makes to a vendor; where a read is free, it may also meet "not allowed" and "not there". */
const outagePoints: readonly [Point, ...Point[]] = [
  ['gemini', 'searchPlaces', 'generateContent', 'paid'],
  ['gemini', 'extractNames', 'generateContent', 'paid'],
  ['gemini', 'collectReviews', 'generateContent', 'paid'],
  ['gemini', 'uploadJsonl', 'uploadStart', 'write'],
  ['gemini', 'uploadJsonl', 'uploadBytes', 'write'],
  ['gemini', 'createBatch', 'listBatches', 'free'],
  ['gemini', 'createBatch', 'batchGenerateContent', 'paid'],
  ['gemini', 'checkBatch', 'getBatch', 'free'],
  ['gemini', 'fetchReports', 'downloadFile', 'free'],
  ['gemini', 'answerNow', 'generateContent', 'paid'],
  ['gemini', 'compareNow', 'generateContent', 'paid'],
  ['gemini', 'cancelBatch', 'cancelBatch', 'write'],
  ['gemini', 'cleanUp', 'deleteFile', 'write'],
  ['line', 'showLoading', 'loading', 'write'],
  ['line', 'readLanguage', 'profile', 'write'],
  ['line', 'replyChoices', 'reply', 'write'],
  ['line', 'pushChoices', 'push', 'write'],
  ['line', 'pushReport', 'push', 'write'],
];

/** The outage of a seed, in one of seven seeds; such a seed has no other fault, so that what follows is the outage's. */
export function pointOutageOf(seed: number): PointOutage | undefined {
  const d = dice(seed, 'point-outage');
  if (!d.chance(1 / 7)) return undefined;
  const [side, activity, route, kind] = d.pick(outagePoints);
  const lengthMs = d.pick([5 * secondMs, 60 * secondMs, 30 * minuteMs]);
  const status = kind === 'free' ? d.pick([403, 404, 429, 503] as const) : d.pick([429, 503] as const);
  // A job or a file that is "not there" for half an hour is gone.
  return { side, activity, route, lengthMs: status === 404 ? Math.min(lengthMs, 5 * secondMs) : lengthMs, status };
}
