import { z } from 'zod';
import { createClock } from '../src/simulator/core/clock.ts';
import { createJournal } from '../src/simulator/core/journal.ts';
import { startGeminiSimulator } from '../src/simulator/gemini/start.ts';
import { startLineSimulator } from '../src/simulator/line/start.ts';
import { lineWebhookUrl } from '../src/simulator/start.ts';
import { buttonsOf, createPerson, type Person } from '../test/support/person.ts';
import { type RecordedCall, recordCalls } from './support/call-recorder.ts';
import { cpuMs } from './support/clock.ts';
import type { Seated } from './support/people.ts';
import { offer } from './support/remote.ts';

const optionsSchema = z.object({ botUrl: z.string(), batchSeconds: z.number(), clockSpeed: z.number().default(1) });

/** How the vendors are set up; a clock faster than real time lifts LINE's rate limits by as much. */
export type VendorsOptions = z.input<typeof optionsSchema>;
/** What the vendors' process does for the benchmark. */
export type Vendors = Awaited<ReturnType<typeof startVendors>>;

const { botUrl, batchSeconds, clockSpeed } = optionsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const startedAtMs = Date.now();
const realTime = () => startedAtMs + (Date.now() - startedAtMs) * clockSpeed;

/** Both simulators, without LINE's monthly quota and without Gemini's limit of jobs at once. */
async function startVendors() {
  const clock = createClock(clockSpeed === 1 ? undefined : realTime);
  const journal = createJournal();
  const common = { port: 0, clock, journal, seed: 1 };
  const line = await startLineSimulator({ ...common, webhookUrl: lineWebhookUrl(botUrl) });
  const gemini = await startGeminiSimulator({
    ...common,
    batchSeconds,
    maxConcurrentBatches: 1_000_000,
    maxEnqueuedTokens: Infinity,
  });
  line.setQuota({ limit: undefined });

  const people = new Map<string, Person>();
  const personOf = (userId: string): Person => {
    const person = people.get(userId);
    if (!person) throw new Error(`There is no person ${userId}`);
    return person;
  };

  const calls: RecordedCall[] = [];
  const toByRetryKey = new Map<string, string>();
  recordCalls(/^\/v2\/bot\/message\/push$|\/batches\/|\/files\/batch-/, (call) => void calls.push(call));
  journal.subscribe(({ route, status, requestHeaders, requestBody }) => {
    const retryKey = requestHeaders['x-line-retry-key'];
    if (route === 'push' && status === 200 && retryKey) toByRetryKey.set(retryKey, toOf(requestBody));
  });

  return {
    addresses: async () => ({
      lineUrl: line.url,
      channelSecret: line.channelSecret,
      channelAccessToken: line.channelAccessToken,
      geminiUrl: gemini.url,
      geminiApiKey: gemini.geminiApiKey,
    }),
    addPeople: async ({ count }: { count: number }) =>
      Array.from({ length: count }, () => {
        const person = createPerson(line);
        people.set(person.userId, person);
        return person.userId;
      }),
    shareLocation: async (at: { userId: string; latitude: number; longitude: number }) =>
      (await personOf(at.userId).shareLocation(at.latitude, at.longitude)).status,
    /** The first "analyse" button of each of these people who has been shown restaurants. */
    analyseButtons: async ({ userIds }: { userIds: string[] }) =>
      userIds.flatMap((userId): Seated[] => {
        const buttons = personOf(userId)
          .received()
          .flatMap(({ message }) => buttonsOf(message));
        const button = buttons.find(({ data }) => data.startsWith('v1.analyse.'));
        return button ? [{ userId, button: button.data }] : [];
      }),
    tap: async ({ userId, data }: { userId: string; data: string }) => (await personOf(userId).tap(data)).status,
    acceptedPushes: async () => toByRetryKey.size,
    /** The accepted push to a person, when it has been answered. */
    pushTo: async ({ userId }: { userId: string }) =>
      calls.find(({ retryKey }) => retryKey !== undefined && toByRetryKey.get(retryKey) === userId),
    /** Calls about a batch job and its result file that began after a moment. */
    batchCalls: async ({ batchId, sinceMs }: { batchId: string; sinceMs: number }) =>
      calls.filter((call) => call.startedAtMs >= sinceMs && call.path.includes(batchId)),
    bill: async () => gemini.bill(),
    holdNextBatches: async ({ count }: { count: number }) =>
      gemini.faults.add({
        route: 'batchGenerateContent',
        effect: { kind: 'behaviour', name: 'stuck-pending' },
        times: count,
      }),
    finishBatch: async ({ batchId }: { batchId: string }) => gemini.setBatchState(batchId, 'SUCCEEDED'),
    /** Memory after a full collection, bytes; the process must run with `--expose-gc`. */
    memory: async () => {
      globalThis.gc?.();
      const { rss, heapUsed } = process.memoryUsage();
      return { rssBytes: rss, heapUsedBytes: heapUsed };
    },
    cpuMs: async () => cpuMs(),
  };
}

const pushBody = z.object({ to: z.string() });
const toOf = (body: unknown) => pushBody.parse(body).to;

offer(await startVendors());
