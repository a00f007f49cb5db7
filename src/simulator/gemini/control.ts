import { z } from 'zod';
import type { SimulatorClock } from '../core/clock.ts';
import type { FaultEffect } from '../core/faults.ts';
import type { Journal } from '../core/journal.ts';
import type { Answer, Call, Route } from '../core/server.ts';
import type { GeminiSimulator } from './simulator.ts';
import { BadJson, parseBody } from './wire/json.ts';

const effect: z.ZodType<FaultEffect> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('status'),
    status: z.int().min(100).max(599),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  z.object({ kind: z.literal('delay'), delayMs: z.number().min(0) }),
  z.object({ kind: z.literal('reset') }),
  z.object({ kind: z.literal('lost-answer') }),
  z.object({ kind: z.literal('broken-json') }),
  z.object({ kind: z.literal('html') }),
  z.object({ kind: z.literal('behaviour'), name: z.string().min(1), value: z.unknown().optional() }),
]);

const fault = z.strictObject({
  route: z.string().min(1),
  effect,
  times: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
});

const clockMove = z.strictObject({
  advanceMs: z.number().min(0).optional(),
  advanceSeconds: z.number().min(0).optional(),
  frozen: z.boolean().optional(),
});

const newState = z.strictObject({ state: z.string().min(1) });

const delivery = z.strictObject({
  batchId: z.string().optional(),
  foreign: z.boolean().optional(),
  type: z.string().optional(),
  uri: z.url().optional(),
  wrongSignature: z.boolean().optional(),
  ageSeconds: z.number().min(0).optional(),
  delaySeconds: z.number().min(0).optional(),
  times: z.int().min(1).max(100).optional(),
});

const route = (method: string, path: string, handle: (call: Call) => unknown): Route => ({
  name: `control ${path}`,
  method,
  pattern: new RegExp(`^/_sim/${path}$`),
  handle: (call) => answered(() => handle(call)),
});

/** Routes for tests and people under `/_sim/`, apart from the vendor's and left out of the journal. */
export function controlRoutes(
  simulator: Omit<GeminiSimulator, 'url' | 'close'>,
  around: { clock: SimulatorClock; journal: Journal; later: (seconds: number, send: () => unknown) => void },
): Route[] {
  const { clock, journal } = around;
  return [
    route('GET', 'journal', () => ({ entries: journal.entries() })),
    route('POST', 'reset', () => simulator.reset()),
    route('GET', 'clock', () => ({ nowMs: clock.nowMs(), nextDueMs: clock.nextDueMs() })),
    route('POST', 'clock', async (call) => {
      const { advanceMs, advanceSeconds, frozen } = read(clockMove, call);
      if (frozen !== undefined) clock.freeze(frozen);
      await clock.advance((advanceMs ?? 0) + (advanceSeconds ?? 0) * 1000);
      return { nowMs: clock.nowMs() };
    }),
    route('GET', 'batches', () => ({ batches: simulator.batches() })),
    route('POST', 'batches/(?:batches/)?(?<id>[^/]+)/state', (call) =>
      simulator.setBatchState(call.params.id ?? '', read(newState, call).state),
    ),
    route('GET', 'bill', () => ({ entries: simulator.bill() })),
    route('GET', 'faults', () => ({ faults: simulator.faults.list() })),
    route('POST', 'faults', (call) => simulator.faults.add(read(fault, call))),
    route('DELETE', 'faults', () => simulator.faults.reset()),
    route('POST', 'webhooks/deliver', async (call) => {
      const { delaySeconds, ...wish } = read(delivery, call);
      if (delaySeconds === undefined) return { statuses: await simulator.webhooks.deliver(wish) };
      around.later(delaySeconds, () => void simulator.webhooks.deliver(wish).catch(() => undefined));
      return { scheduledInSeconds: delaySeconds };
    }),
  ];
}

/** A wish that cannot be granted; its message goes to the caller. */
class BadWish extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadWish';
  }
}

function read<T>(schema: z.ZodType<T>, call: Call): T {
  const parsed = schema.safeParse(parseBody(call.rawBody));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new BadWish(`${where}${issue?.message ?? 'Invalid input'}.`);
}

async function answered(handle: () => unknown): Promise<Answer> {
  try {
    return { status: 200, body: (await handle()) ?? {} };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const message = error instanceof BadJson ? 'The body is not JSON.' : error.message;
    return { status: 400, body: { message } };
  }
}
