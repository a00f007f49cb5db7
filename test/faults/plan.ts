import type { FaultEffect } from '../../src/simulator/core/faults.ts';
import { type PointOutage, pointOutageOf } from './point-outage.ts';
import { type Dice, dice } from './random.ts';
import { type Skew, skewOf } from './skew.ts';

/** How hard a seed is on the bot: probabilities for each call, behaviour and crash point. */
type Intensity = { socket: number; behaviour: number; crash: number; webhook: number; temporal: number };

/** A vendor that is away for a while; times count from the story's start. */
type Outage = { side: 'line' | 'gemini'; fromMs: number; toMs: number };

/** When a batch job ends, and how. */
export type BatchCourse = { afterMs: number; end: string };

/** Where an attempt may die. */
export type CrashPoint = string;

/** The faults of a seed. Each answer depends on the seed and its own key alone: who calls what, for the how many-th time. */
export type Plan = {
  intensity: Intensity;
  /** Whether the worker keeps workflows in its cache; without, each workflow task replays its whole history. */
  cache: boolean;
  outages: Outage[];
  /** The one fault of the seed, if it has one: an outage that begins at a call of its own. */
  pointOutage: PointOutage | undefined;
  /** How far the clocks are off. */
  skew: Skew;
  /** Formatted messages that LINE refuses for good, by the activities that send them; plain text is taken. */
  refusedFlexOf: ReadonlySet<string>;
  socketFault: (side: 'line' | 'gemini', route: string, key: string) => FaultEffect | undefined;
  behaviour: (side: 'line' | 'gemini', route: string, name: string, key: string) => { value: unknown } | undefined;
  crash: (point: CrashPoint, key: string) => boolean;
  /** A call of the API to Temporal that does not get there, or whose answer does not come back. */
  temporalFault: (key: string) => 'not-sent' | 'answer-lost' | undefined;
  /** The course of a batch job; undefined: the simulator's own. */
  batchCourse: (key: string) => BatchCourse | undefined;
};

/** Real delays: a little below and above the lowered timeouts of the clients. */
export const timeoutsMs = { line: 500, gemini: 800 } as const;

const minuteMs = 60_000;

/** The faults of a seed: a pure function. */
export function planOf(seed: number): Plan {
  const d = dice(seed, 'plan');
  const pointOutage = pointOutageOf(seed);
  const drawn = { intensity: intensityOf(d), outages: outagesOf(d) };
  const { intensity, outages } = pointOutage ? { intensity: calm, outages: [] } : drawn;
  const at = (key: string) => dice(seed, key);
  return {
    intensity,
    cache: d.chance(0.5),
    outages,
    pointOutage,
    skew: skewOf(seed),
    refusedFlexOf: pointOutage ? new Set() : refusedFlexOf(at('refused-flex')),
    socketFault(side, route, key) {
      const own = at(`socket:${side}:${route}:${key}`);
      return own.chance(intensity.socket) ? socketEffect(own, side) : undefined;
    },
    behaviour(side, route, name, key) {
      const own = at(`behaviour:${side}:${route}:${name}:${key}`);
      const known = behaviours[`${side}:${route}`]?.[name];
      if (!known) return undefined;
      const probability = known.share * (route === 'webhook' ? intensity.webhook : intensity.behaviour);
      return own.chance(probability) ? { value: known.value?.(own) } : undefined;
    },
    crash: (point, key) => at(`crash:${point}:${key}`).chance(intensity.crash),
    temporalFault(key) {
      const own = at(`temporal:${key}`);
      if (!own.chance(intensity.temporal)) return undefined;
      return own.chance(0.5) ? 'not-sent' : 'answer-lost';
    },
    batchCourse(key) {
      const own = at(`batch:${key}`);
      const afterMs = own.weighted<number | undefined>([
        [40, undefined],
        [15, own.between(1_200, 20_000)],
        [25, own.between(30_000, 14 * minuteMs)],
        [12, own.between(20 * minuteMs, 100 * minuteMs)],
        [8, own.between(121 * minuteMs, 300 * minuteMs)],
      ]);
      if (afterMs === undefined) return undefined;
      const isBad = own.chance(0.12 * intensity.behaviour);
      return {
        afterMs,
        end: isBad ? own.pick(['FAILED', 'EXPIRED', 'CANCELLED', 'PARTIALLY_SUCCEEDED']) : 'SUCCEEDED',
      };
    },
  };
}

const calm: Intensity = { socket: 0, behaviour: 0, crash: 0, webhook: 0, temporal: 0 };

function refusedFlexOf(d: Dice): ReadonlySet<string> {
  return new Set(
    d.weighted<string[]>([
      [93, []],
      [5, ['pushReport', 'replyPlan']],
      [2, ['replyChoices', 'pushChoices']],
    ]),
  );
}

function intensityOf(d: Dice): Intensity {
  const level = (...levels: [number, ...number[]]) => d.pick(levels);
  return {
    socket: level(0, 0.02, 0.05, 0.1, 0.25),
    behaviour: level(0, 0.2, 0.5, 1),
    crash: level(0, 0.01, 0.03, 0.1),
    webhook: level(0, 0.5, 1),
    temporal: level(0, 0, 0.03, 0.1),
  };
}

function outagesOf(d: Dice): Outage[] {
  if (!d.chance(0.12)) return [];
  const fromMs = d.between(0, 20 * minuteMs);
  const lengthMs = d.weighted([
    [50, d.between(10_000, 120_000)],
    [35, d.between(3 * minuteMs, 30 * minuteMs)],
    [15, d.between(60 * minuteMs, 240 * minuteMs)],
  ]);
  return [{ side: d.pick(['line', 'gemini']), fromMs, toMs: fromMs + lengthMs }];
}

const retryInfo = (seconds: number) => ({
  '@type': 'type.googleapis.com/google.rpc.RetryInfo',
  retryDelay: `${seconds}s`,
});

const dayQuota = {
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel' }],
};

function socketEffect(d: Dice, side: 'line' | 'gemini'): FaultEffect {
  return d.weighted<() => FaultEffect>([
    [20, () => ({ kind: 'status', status: d.pick([500, 502, 503, 504]) })],
    [18, () => ({ kind: 'reset' })],
    [22, () => ({ kind: 'lost-answer' })],
    [10, () => ({ kind: 'broken-json' })],
    [8, () => ({ kind: 'html' })],
    [6, () => ({ kind: 'delay', delayMs: d.between(5, 60) })],
    [4, () => ({ kind: 'delay', delayMs: timeoutsMs[side] + 80 })],
    [12, () => tooMany(d, side)],
  ])();
}

function tooMany(d: Dice, side: 'line' | 'gemini'): FaultEffect {
  if (side === 'line')
    return { kind: 'status', status: 429, body: { message: 'The API rate limit has been exceeded.' } };
  const details = d.weighted<() => object[]>([
    [45, () => []],
    [45, () => [retryInfo(d.between(1, 40))]],
    [10, () => [dayQuota]],
  ])();
  return {
    kind: 'status',
    status: 429,
    body: { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Quota exceeded.', details } },
  };
}

/** How often a behaviour strikes at full intensity, and with what value. */
type KnownBehaviour = { share: number; value?: (d: Dice) => unknown };

const modelBehaviours: Record<string, KnownBehaviour> = {
  'blocked-prompt': { share: 0.04 },
  safety: { share: 0.04 },
  'max-tokens': { share: 0.05, value: (d) => (d.chance(0.5) ? 'empty' : undefined) },
  'no-metadata': { share: 0.04 },
  'nothing-found': { share: 0.02 },
  'hostile-links': { share: 0.03 },
  'invalid-json': { share: 0.05 },
  'prose-instead-of-json': { share: 0.05 },
  'cite-99': { share: 0.1 },
};

const behaviours: Record<string, Record<string, KnownBehaviour>> = {
  'line:push': { 'accepted-then-500': { share: 0.1 }, 'rate-limited': { share: 0.08 } },
  'line:reply': { 'accepted-then-500': { share: 0.1 }, 'rate-limited': { share: 0.08 } },
  'line:profile': { 'no-language': { share: 0.1 } },
  'line:webhook': {
    'duplicate-webhook': { share: 0.12 },
    'wrong-signature': { share: 0.02 },
    standby: { share: 0.01 },
  },
  'gemini:generateContent': modelBehaviours,
  'gemini:batchItem': modelBehaviours,
  'gemini:batchGenerateContent': {
    'quota-429': { share: 0.1, value: (d) => d.pick([undefined, 5, 120]) },
    'stuck-pending': { share: 0.05 },
    'job-failed': { share: 0.05 },
    'job-expired': { share: 0.03 },
    'job-cancelled': { share: 0.03 },
    'unknown-state': { share: 0.03 },
    'failed-items': { share: 0.06, value: (d) => d.between(1, 3) },
    'lost-key': { share: 0.04 },
    'doubled-key': { share: 0.04 },
    'unknown-key': { share: 0.04 },
    'no-key': { share: 0.03 },
    'output-gone': { share: 0.04 },
    'no-output': { share: 0.04 },
    'swapped-keys': { share: 0.08 },
    'foreign-job': { share: 0.06 },
  },
  'gemini:webhook': {
    lost: { share: 0.25 },
    late: { share: 0.12, value: (d) => d.pick([20, 61, 300, 4000]) },
    doubled: { share: 0.12 },
    reordered: { share: 0.08 },
    'wrong-signature': { share: 0.08 },
    'too-old': { share: 0.1 },
  },
};
