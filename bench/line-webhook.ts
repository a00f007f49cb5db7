import { z } from 'zod';
import { describeSpread, percentile, spreadOf } from './statistics.ts';
import { startedEvents } from './support/api-metrics.ts';
import type { Webhook } from './support/mailbox.ts';
import { type LoadResult, runOpenLoad } from './support/open-load.ts';
import { placeOf, seatPeople, untilSeated } from './support/people.ts';
import { post } from './support/post.ts';
import type { Row } from './support/rows.ts';
import type { Scale } from './support/scale.ts';
import { type System, startSystem } from './support/system.ts';
import { poll } from './support/waiting-analyses.ts';

const ratePerSecond = 20;
const targetP50Ms = 25;
const targetP99Ms = 150;
const batchSeconds = 8;
const warmUpPeople = 20;
const drainTimeoutMs = 180_000;

/**
 * (a) LINE's webhook to its 200, with the workflow durable in Temporal: first locations, then taps on "analyse". The
 * workflows, their activities, Gemini's webhooks and the pushes all run meanwhile on the same machine.
 */
export async function measureLineWebhook(scale: Scale): Promise<Row[]> {
  await using system = await startSystem({ batchSeconds });
  await warmUp(system);
  const count = ratePerSecond * scale.loadSeconds;
  const userIds = await system.vendors.call('addPeople', { count });

  const locations = await measure(system, 'location', userIds, async (userId, index) =>
    system.vendors.call('shareLocation', { userId, ...placeOf(index) }),
  );
  const locationsEndedAtMs = Date.now();
  const seated = await untilSeated(system, userIds, drainTimeoutMs);
  const searches = { answers: seated.length, drainMs: Date.now() - locationsEndedAtMs, ...complaintsOf(system) };

  const buttons = new Map(seated.map(({ userId, button }) => [userId, button]));
  const pushesBefore = await system.vendors.call('acceptedPushes');
  const taps = await measure(system, 'postback', [...buttons.keys()], async (userId) =>
    system.vendors.call('tap', { userId, data: buttons.get(userId) ?? '' }),
  );
  const reports = await drain(system, pushesBefore, seated.length - taps.errors);
  return [
    rowOf('location event, starts a nearby search', locations),
    drainRow('searches of that load answered, after its last event', searches, count),
    rowOf('tap on "analyse", starts an analysis', taps),
    drainRow(
      `reports of that load pushed, after its last tap (a batch takes ${batchSeconds} s)`,
      reports,
      seated.length,
    ),
  ];
}

/** Waits until the analyses that were started have pushed, or for some minutes. */
async function drain(system: System, pushesBefore: number, expected: number): Promise<Drained> {
  const loadEndedAtMs = Date.now();
  const all = async () => reportsAre(system, pushesBefore + expected);
  await poll('all reports', all, drainTimeoutMs).catch(() => undefined);
  const drainMs = Date.now() - loadEndedAtMs;
  const answers = (await system.vendors.call('acceptedPushes')) - pushesBefore;
  return { answers, drainMs, ...complaintsOf(system) };
}

function complaintsOf({ api, worker }: System): Pick<Drained, 'complaints'> {
  const logged = [api, worker].flatMap((process) => Object.entries(process.complaints()));
  return { complaints: logged.map(([message, times]) => `${times} × "${message}"`).join(', ') || 'no warning' };
}

/** How the work behind a load ended; `complaints` is what API and worker have logged so far. */
type Drained = { answers: number; drainMs: number; complaints: string };

function drainRow(what: string, { answers, drainMs, complaints }: Drained, expected: number): Row {
  return {
    part: 'a',
    what,
    target: 'all of them',
    measured: `${answers} of ${expected} within ${(drainMs / 1000).toFixed(1)} s; logged by API and worker: ${complaints}`,
    met: answers === expected,
    numbers: { drainMs, answers, expected },
  };
}

async function warmUp(system: System): Promise<void> {
  for (const { userId, button } of await seatPeople(system, warmUpPeople))
    await system.vendors.call('tap', { userId, data: button });
  await poll('the warm-up', async () => reportsAre(system, warmUpPeople), drainTimeoutMs);
}

async function reportsAre({ vendors }: System, count: number): Promise<true | undefined> {
  return (await vendors.call('acceptedPushes')) >= count || undefined;
}

const eventsSchema = z.object({ events: z.array(z.object({ source: z.object({ userId: z.string() }) })) });

/** `act` makes LINE send an event, which is kept back until it is due and then goes to the API as LINE signed it. */
async function measure(
  system: System,
  kind: 'location' | 'postback',
  userIds: string[],
  act: (userId: string, index: number) => Promise<unknown>,
): Promise<LoadResult> {
  const { mailbox, apiUrl, forward } = system;
  const startedBefore = await startedEvents(system, kind);
  const heldByUser = new Map<string, Webhook>();
  mailbox.onLine(async (webhook) => {
    const [event] = eventsSchema.parse(JSON.parse(webhook.body.toString())).events;
    if (event) heldByUser.set(event.source.userId, webhook);
    return 200;
  });
  const result = await runOpenLoad({
    ratePerSecond,
    items: userIds,
    prepare: act,
    async send(userId) {
      const webhook = heldByUser.get(userId);
      if (!webhook) throw new Error('LINE sent no event');
      return post(apiUrl, webhook);
    },
  });
  mailbox.onLine(forward);
  const started = (await startedEvents(system, kind)) - startedBefore;
  // A 200 alone proves nothing: an event may have been answered without a workflow being started.
  return { ...result, errors: Math.max(result.errors, userIds.length - started) };
}

function rowOf(what: string, { latenciesMs, lagsMs, errors }: LoadResult): Row {
  const spread = spreadOf(latenciesMs);
  const lagP99Ms = percentile(lagsMs, 0.99);
  return {
    part: 'a',
    what: `LINE webhook to durable 200, ${ratePerSecond} req/s open model: ${what}`,
    target: `p50 < ${targetP50Ms} ms, p99 < ${targetP99Ms} ms, no error`,
    measured: `${describeSpread(spread)}; ${errors} errors of ${spread.count}`,
    met: spread.p50Ms < targetP50Ms && spread.p99Ms < targetP99Ms && errors === 0,
    numbers: { ...spread, errors, lagP99Ms, ratePerSecond },
  };
}
