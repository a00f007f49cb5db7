import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { everyone } from '../../bench/support/everyone.ts';
import { nearbyWorkflowId } from '../../src/workflows/contract.ts';
import { present } from '../support/person.ts';
import { createCrowd } from './support/crowd.ts';
import { type Customer, order, saysAway, search, type Visit } from './support/customers.ts';
import { type Health, healthOf } from './support/health.ts';
import { readLogLine } from './support/process-log.ts';
import { checkPromises } from './support/promises.ts';
import { repliesTo } from './support/replies.ts';
import { type Rig, startRig } from './support/rig.ts';
import { type PartOptions, type Row, told, toldRow } from './support/row.ts';
import { eventually, untilQuiet } from './support/settle.ts';
import { createSmallDisk, type SmallDisk } from './support/small-disk.ts';
import { integrityOf } from './support/sqlite.ts';

const people = 12;
const fullForMs = 15_000;
const readyWithinMs = 60_000;
const startOnFullMs = 30_000;
const endWithinMs = 300_000;

/** The disk under the SQLite file becomes full under load: space comes back, and the server dies on a full disk. */
export async function runDisk(options: PartOptions): Promise<Row[]> {
  options.say('disk: full for a while, then space again; full, kill -9, start, space again');
  return [await toldRow(options, 'disk', 'disk full', async () => diskRound(options.seed))];
}

async function diskRound(seed: number): Promise<Row> {
  const disk = await createSmallDisk();
  try {
    return await onDisk(seed, disk);
  } finally {
    await disk.remove();
  }
}

async function onDisk(seed: number, disk: SmallDisk): Promise<Row> {
  const settings = { HYOBAN_LINE_REDELIVERY: 'off', HYOBAN_DEFAULT_LANGUAGE: 'en' };
  await using rig = await startRig({ seed, batchSeconds: 3600, folder: disk.folder, settings });
  const crowd = createCrowd(rig, { seed, people, arriveWithinMs: 0 });
  const [waiting, seated, late] = [crowd.slice(0, 6), crowd.slice(6, 9), crowd.slice(9)];
  const orders = await everyone([...waiting, ...seated], async (customer) => ({
    customer,
    choices: present(await search(rig, customer, [])),
  }));
  const orderAll = async (chosen: typeof orders) =>
    everyone(chosen, async ({ customer, choices }) => order(rig, customer, choices, []));
  await orderAll(orders.slice(0, waiting.length));
  const jobs = () => rig.vendors.gemini.batches().length === waiting.length || undefined;
  await eventually('batch jobs for all', 60_000, jobs);

  // While nothing can be stored, jobs end, people tap and share.
  await disk.fill(rig.temporal.pid());
  const first = await whileFull(rig, [...seated, ...late]);
  await disk.giveSpace(rig.temporal.pid());
  const recoveredMs = await untilStored(rig, late);
  await eventually('readiness', readyWithinMs, async () => (await healthOf(rig)).ready === 200);

  await disk.fill(rig.temporal.pid());
  await sleep(2000);
  await rig.temporal.kill();
  const integrity = await integrityOf(rig.databaseFile);
  const failuresBefore = rig.temporal.ownExits().length;
  const starting = rig.temporal.start();
  const startOnFull = await Promise.race([starting.then(() => 'starts'), sleep(startOnFullMs, 'does not start')]);
  await disk.giveSpace(rig.temporal.pid());
  await starting;
  const failures = rig.temporal.ownExits().slice(failuresBefore);
  await orderAll(orders.slice(waiting.length));
  for (const batch of rig.vendors.gemini.batches())
    if (!['SUCCEEDED', 'CANCELLED'].includes(batch.state))
      await rig.vendors.gemini.setBatchState(batch.name, 'SUCCEEDED');
  const finishing = finishNewBatches(rig);
  const quiet = await untilQuiet(rig, endWithinMs);
  finishing();
  const visits = crowd.map(({ userId }): Visit => ({ userId, deliveries: [], end: 'answered' }));
  const { broken, figures } = await checkPromises(rig, visits);
  const silent = await inSilence(rig, first.failed);
  await rig.temporal.terminate();
  const integrityAtEnd = await integrityOf(rig.databaseFile);
  return {
    part: 'disk',
    what: `disk full under the SQLite file (${disk.how}), ${people} people`,
    measured: `${first.measured}; space again without a restart: searches were answered after ${(recoveredMs / 1000).toFixed(1)} s; kill -9 on a full disk, then the server ${startOnFull}${failures.length > 0 ? ` (${failures[0]?.slice(0, 300)})` : ''}; integrity_check ${integrity} and at the end ${integrityAtEnd}; ${told(figures)}`,
    broken: [
      ...first.broken,
      ...(integrity === 'ok' && integrityAtEnd === 'ok' ? [] : ['the database is damaged']),
      ...(silent.length > 0 ? [`${silent.length} events were neither stored nor answered`] : []),
      ...(quiet ? [] : ['something still ran at the end']),
      ...broken,
    ],
  };
}

const failedSchema = z.object({ msg: z.literal('an event could not be handled'), webhookEventId: z.string() });

/** Webhook event ids of which the API says that it could not store them. */
function failedEvents({ api }: Rig): string[] {
  return api.log.lines().flatMap((line) => failedSchema.safeParse(readLogLine(line)).data?.webhookEventId ?? []);
}

/** Events that neither run after all nor were answered with "tap again in a minute". */
async function inSilence({ vendors, installation }: Rig, eventIds: string[]): Promise<string[]> {
  const silent: string[] = [];
  for (const eventId of eventIds) {
    const asked = repliesTo(vendors.journal.entries(), eventId).some(({ requestBody }) => saysAway(requestBody));
    const run = installation.client.workflow.getHandle(nearbyWorkflowId(eventId));
    if (!asked && !(await run.describe().catch(() => undefined))) silent.push(eventId);
  }
  return silent;
}

const toldLog = (complaints: Record<string, number>) =>
  Object.entries(complaints)
    .map(([message, count]) => `${count} × "${message}"`)
    .join(', ') || 'nothing';

/** What people, LINE, probes and the log are told while nothing can be stored. */
async function whileFull(
  rig: Rig,
  active: Customer[],
): Promise<{ failed: string[]; measured: string; broken: string[] }> {
  const failedBefore = failedEvents(rig).length;
  const untilMs = performance.now() + fullForMs;
  const deliveries: { status: number | undefined; tookMs: number }[] = [];
  const health: Health[] = [];
  while (performance.now() < untilMs) {
    for (const customer of active) {
      const startedAtMs = performance.now();
      const { status } = await rig.vendors.line.act({
        userId: customer.userId,
        type: 'location',
        ...customer.location,
      });
      deliveries.push({ status, tookMs: performance.now() - startedAtMs });
    }
    health.push(await healthOf(rig));
  }
  const failed = failedEvents(rig).slice(failedBefore);
  const bad = deliveries.filter(({ status, tookMs }) => status !== 200 || tookMs > 2000);
  const ready = [...new Set(health.map((one) => one.ready))].join(' then ');
  const complaints = [rig.api, ...rig.workers].map(({ name, log }) => `${name}: ${toldLog(log.complaints())}`);
  return {
    failed,
    measured: `of ${deliveries.length} events while full ${failed.length} could not be stored; /healthz ${[...new Set(health.map((one) => one.alive))].join()}, /readyz ${ready}; logs: ${complaints.join('; ')}`,
    broken: [
      ...(bad.length > 0
        ? [`${bad.length} LINE webhooks were not answered 200 in time: ${JSON.stringify(bad.slice(0, 3))}`]
        : []),
      ...(health.at(-1)?.ready === 503 ? [] : [`/readyz answered ${ready} while nothing could be stored`]),
    ],
  };
}

/** How long after the space is back the last of some people's searches is stored and answered. */
async function untilStored(rig: Rig, late: Customer[]): Promise<number> {
  const startedAtMs = performance.now();
  await everyone(late, async (customer) => search(rig, customer, []));
  return performance.now() - startedAtMs;
}

/** Ends jobs as they come; returns what stops it. */
function finishNewBatches({ vendors }: Rig): () => void {
  return vendors.gemini.subscribe(() => {
    for (const { name, state } of vendors.gemini.batches())
      if (state === 'PENDING') void vendors.gemini.setBatchState(name, 'SUCCEEDED');
  });
}
