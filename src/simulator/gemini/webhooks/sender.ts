import type { SimulatorClock } from '../../core/clock.ts';
import { behaviourMark } from '../../core/fault-marks.ts';
import type { Faults } from '../../core/faults.ts';
import type { Journal } from '../../core/journal.ts';
import { createTurns } from '../../core/turns.ts';
import type { TakeBehaviour } from '../known-faults.ts';
import type { GeminiSettings } from '../settings.ts';
import type { SigningKeys } from './keys.ts';
import { type Message, signedHeaders } from './message.ts';

/** What the sender needs. */
export type SenderOptions = {
  clock: SimulatorClock;
  journal: Journal;
  faults: Faults;
  keys: SigningKeys;
  settings: Pick<GeminiSettings, 'signWith' | 'jwtClaims' | 'webhookTimeoutMs'>;
  issuer: () => string;
  /** Time that signatures carry, milliseconds since the epoch. */
  signatureTimeMs: () => number;
  changed: () => void;
};

/** How one attempt differs from a good one. */
type AttemptOptions = { wrongSignature?: boolean; ageSeconds?: number; fault?: string };

/** Sends events; what is under way can be awaited. */
export type Sender = {
  /** Sends with retries, and lets the faults of the route `webhook` have their way. */
  dispatch: (message: Message) => void;
  /** Sends once, as told; resolves to the status, or undefined without an answer. */
  attempt: (message: Message, options?: AttemptOptions) => Promise<number | undefined>;
  /** Does something after so many simulated seconds. */
  later: (seconds: number, run: () => unknown) => void;
  /** Resolves once no attempt is under way; retries that wait for the clock do not count. */
  settled: () => Promise<void>;
  reset: () => void;
};

/** Deliveries are tried for 24 hours ("Webhooks"). */
const retryForMs = 24 * 60 * 60 * 1000;
const defaultLateSeconds = 60;
const defaultAgeSeconds = 600;

/** Makes a sender with nothing under way. */
export function createSender(options: SenderOptions): Sender {
  const { clock, journal, faults } = options;
  const underWay = new Set<Promise<unknown>>();
  const timers = new Set<() => void>();
  let held: (() => void) | undefined;
  let resets = 0;
  const turns = createTurns();

  function track(work: Promise<unknown>) {
    const settledWork = work.catch(() => undefined).finally(() => underWay.delete(settledWork));
    underWay.add(settledWork);
  }

  function later(seconds: number, run: () => unknown) {
    const stop = clock.schedule(clock.nowMs() + seconds * 1000, () => {
      timers.delete(stop);
      run();
    });
    timers.add(stop);
  }

  /** Attempts run at once, and stand in the journal in the order in which they began. */
  async function attempt(message: Message, how: AttemptOptions = {}): Promise<number | undefined> {
    const atMs = clock.nowMs();
    const atSeconds = Math.floor(options.signatureTimeMs() / 1000) - (how.ageSeconds ?? 0);
    const { mine, over } = turns();
    try {
      const headers = await signedHeaders(message, {
        keys: options.keys,
        signWith: options.settings.signWith,
        jwtClaims: options.settings.jwtClaims,
        atSeconds,
        issuer: options.issuer(),
        wrongSignature: how.wrongSignature ?? false,
      });
      const answer = await post(message, headers, options.settings.webhookTimeoutMs);
      await mine;
      note(message, atMs, { headers, answer, fault: how.fault });
      return answer?.status;
    } finally {
      over();
    }
  }

  function note(
    message: Message,
    atMs: number,
    how: { headers: Record<string, string>; answer?: { status: number; body: string }; fault: string | undefined },
  ) {
    journal.add({
      atMs,
      side: 'gemini-webhook',
      method: 'POST',
      path: message.target.uri,
      route: 'webhook',
      matched: true,
      requestHeaders: how.headers,
      requestBody: JSON.parse(message.body),
      status: how.answer?.status,
      responseBody: how.answer?.body,
      fault: how.fault,
    });
    options.changed();
  }

  async function withRetries(message: Message, sinceMs: number, tries: number, how?: AttemptOptions): Promise<void> {
    const resetsBefore = resets;
    const status = await attempt(message, how);
    if (resets !== resetsBefore) return;
    if (status !== undefined && status >= 200 && status < 300) return;
    const waitSeconds = 2 ** tries;
    if (clock.nowMs() + waitSeconds * 1000 > sinceMs + retryForMs) return message.target.gaveUp?.();
    later(waitSeconds, () => track(withRetries(message, sinceMs, tries + 1)));
  }

  function send(message: Message, how?: AttemptOptions) {
    track(withRetries(message, clock.nowMs(), 0, how));
  }

  function dispatch(message: Message) {
    const about = message.batchId === undefined ? undefined : `batches/${message.batchId}`;
    const take: TakeBehaviour = (name) => faults.takeBehaviour('webhook', name, about);
    if (take('lost')) return lose(message);
    const late = take('late');
    if (late) {
      return later(secondsOf(late.value, defaultLateSeconds), () => send(message, { fault: behaviourMark('late') }));
    }
    if (take('reordered')) return hold(message);
    sendSpoilt(message, take);
    release();
  }

  function sendSpoilt(message: Message, take: TakeBehaviour) {
    const forged = take('wrong-signature');
    const tooOld = forged ? undefined : take('too-old');
    const doubled = take('doubled') ? { fault: behaviourMark('doubled') } : undefined;
    if (forged) {
      track(attempt(message, { wrongSignature: true, fault: behaviourMark('wrong-signature') }));
    } else if (tooOld) {
      const ageSeconds = secondsOf(tooOld.value, defaultAgeSeconds);
      track(attempt(message, { ageSeconds, fault: behaviourMark('too-old') }));
    } else send(message, doubled);
    if (doubled) send(message, doubled);
  }

  function lose(message: Message) {
    const { mine, over } = turns();
    const atMs = clock.nowMs();
    track(mine.then(() => note(message, atMs, { headers: {}, fault: behaviourMark('lost') })).finally(over));
  }

  /** Keeps a message back until another one has gone out, or for a minute when none comes. */
  function hold(message: Message) {
    release();
    const mine = () => {
      if (held !== mine) return;
      held = undefined;
      send(message, { fault: behaviourMark('reordered') });
    };
    held = mine;
    later(defaultLateSeconds, mine);
  }

  function release() {
    const waiting = held;
    if (waiting) track(Promise.all(underWay).then(waiting));
  }

  return {
    dispatch,
    attempt(message, how) {
      const work = attempt(message, how);
      track(work);
      return work;
    },
    later,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    reset() {
      for (const stop of timers) stop();
      timers.clear();
      resets++;
      held = undefined;
    },
  };
}

const secondsOf = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);

async function post(message: Message, headers: Record<string, string>, timeoutMs: number) {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await fetch(message.target.uri, {
      method: 'POST',
      headers,
      body: message.body,
      signal,
      redirect: 'manual',
    });
    return { status: answer.status, body: await answer.text() };
  } catch {
    return undefined;
  }
}
