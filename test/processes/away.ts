import { setTimeout as sleep } from 'node:timers/promises';
import { createCrowd, slowVendors } from './support/crowd.ts';
import { type Customer, type Delivery, messagesOf, saysAway, visit } from './support/customers.ts';
import { healthOf, statusOf } from './support/health.ts';
import { checkPromises } from './support/promises.ts';
import { type Rig, startRig } from './support/rig.ts';
import { type PartOptions, type Row, told, toldRow } from './support/row.ts';
import { eventually, untilQuiet } from './support/settle.ts';

type How = 'frozen' | 'dead';

const awayMs = 60_000;
const peopleBefore = 25;
const peopleMeanwhile = 25;
const untilAwayMs = 15_000;
/** LINE waits 2 s for an answer. */
const lineWaitsMs = 2000;
const backWithinMs = 150_000;
/** Longer would turn people away although all is well again. */
const readyWithinMs = 15_000;
const endWithinMs = 480_000;

/** Temporal away for a minute under load: frozen with its connections open, and dead. */
export async function runAway(options: PartOptions): Promise<Row[]> {
  const { seed, say } = options;
  const rows: Row[] = [];
  for (const how of ['frozen', 'dead'] as const) {
    say(`away: Temporal ${how} for ${awayMs / 1000} s`);
    rows.push(await toldRow(options, 'away', nameOf(how), async () => awayRound(seed, how)));
  }
  return rows;
}

const nameOf = (how: How) =>
  `Temporal ${how} for ${awayMs / 1000} s, ${peopleBefore} people before and ${peopleMeanwhile} meanwhile`;

async function awayRound(seed: number, how: How): Promise<Row> {
  await using rig = await startRig({
    seed,
    batchSeconds: 20,
    workers: 1,
    settings: { HYOBAN_LINE_REDELIVERY: 'off', HYOBAN_DEFAULT_LANGUAGE: 'en' },
  });
  slowVendors(rig);
  const before = createCrowd(rig, { seed, people: peopleBefore, arriveWithinMs: untilAwayMs - 2000 });
  const meanwhile = createCrowd(rig, {
    ...{ seed: seed + 1000, people: peopleMeanwhile },
    ...{ arriveWithinMs: awayMs - 10_000, offsetMs: untilAwayMs + 2000 },
  });
  const customers: Customer[] = [...before, ...meanwhile];
  const [away, ...visits] = await Promise.all([
    goAway(rig, how),
    ...customers.map(async (customer) => visit(rig, customer)),
  ]);
  const quiet = await untilQuiet(rig, endWithinMs);
  const { broken, figures } = await checkPromises(rig, visits);
  const deliveries = visits.flatMap((one) => one.deliveries);
  const line = seenByLine(rig, deliveries);
  return {
    part: 'away',
    what: nameOf(how),
    measured: `${away.measured}; ${line.measured}; ${told(figures)}`,
    broken: [...(quiet ? [] : ['something still ran at the end']), ...away.broken, ...line.broken, ...broken],
  };
}

type Part = { measured: string; broken: string[] };

/** Takes Temporal away, watches what the API says of itself, brings Temporal back. */
async function goAway(rig: Rig, how: How): Promise<Part> {
  await sleep(untilAwayMs);
  const gemini = () => rig.vendors.journal.entries().filter(({ side }) => side === 'gemini-webhook');
  const hooksBefore = gemini().length;
  if (how === 'frozen') rig.temporal.freeze();
  else await rig.temporal.kill();
  const goneAtMs = performance.now();
  await sleep(3000);
  const away = await healthOf(rig);
  await sleep(Math.max(0, awayMs - (performance.now() - goneAtMs)));
  const stillAway = await healthOf(rig);
  const hooksAway = gemini().slice(hooksBefore);
  if (how === 'frozen') rig.temporal.thaw();
  else await rig.temporal.start();
  const backAtMs = performance.now();
  await eventually('readiness', backWithinMs, async () => (await statusOf(rig, '/readyz')) === 200);
  const readyAfterMs = performance.now() - backAtMs;
  const broken = [away, stillAway].flatMap(({ alive, ready }) => [
    ...(alive === 200 ? [] : [`/healthz answered ${alive} while Temporal was away`]),
    ...(ready === 503 ? [] : [`/readyz answered ${ready} while Temporal was away`]),
  ]);
  if (readyAfterMs > readyWithinMs)
    broken.push(`ready only ${Math.round(readyAfterMs / 1000)} s after Temporal was back`);
  const refused = hooksAway.filter(({ status }) => status === 503).length;
  const measured = `/readyz 503 and /healthz 200 meanwhile, ready ${(readyAfterMs / 1000).toFixed(1)} s after Temporal was back; of ${hooksAway.length} Gemini webhooks meanwhile ${refused} answered 503`;
  return { measured, broken };
}

/** Without redelivery LINE must see 200 in time, and who met the outage must be asked to come again. */
function seenByLine(rig: Rig, deliveries: Delivery[]): Part {
  const slow = deliveries.filter(({ tookMs }) => tookMs > lineWaitsMs);
  const bad = deliveries.filter((delivery) => delivery.status !== 200 && !slow.includes(delivery));
  const asked = rig.vendors.line
    .users()
    .flatMap(({ userId }) => messagesOf(rig, userId).filter(({ message }) => saysAway(message)));
  const slowestMs = Math.max(...deliveries.map(({ tookMs }) => tookMs));
  return {
    measured: `${deliveries.length} LINE webhooks, the slowest answered after ${Math.round(slowestMs)} ms (${slow.length} later than LINE waits); ${asked.length} times "tap again in a minute"`,
    broken: [
      ...(bad.length > 0
        ? [`${bad.length} LINE webhooks were not answered 200: ${JSON.stringify(bad.slice(0, 3))}`]
        : []),
      ...(asked.length === 0 ? ['nobody was asked to come again'] : []),
    ],
  };
}
