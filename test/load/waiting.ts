import { setTimeout as sleep } from 'node:timers/promises';
import { loadOneMinute } from '../../bench/support/machine.ts';
import { historySizes } from './support/histories.ts';
import { busyCores, type LoadResult, rssOf, seconds, toldByName } from './support/load-row.ts';
import { type LoadedSystem, startLoadedSystem } from './support/loaded-system.ts';
import { type Say, untilProgress, untilRuns } from './support/waves.ts';

const searchesAtOnce = 40;
const analysesAtOnce = 100;
const watchWaitingMs = 60_000;
const quietMs = 60_000;
/** Memory may stay where a wave has brought it, but an equal wave later must not need more than this on top. */
const flatWithin = 1.15;

/** What one wave has shown. */
type Wave = { facts: string[]; memory: LoadResult['memory']; broken: string[] };

/** So many analyses wait for their batch at once on one worker, then all webhooks come at one moment; then smaller waves. */
export async function measureWaiting(counts: readonly number[], say: Say): Promise<LoadResult> {
  await using system = await startLoadedSystem({ batchSeconds: 3600, maxConcurrentBatches: 1_000_000 });
  await system.vendors.call('holdBatches');
  const memory: LoadResult['memory'] = [{ moment: 'before', rssMiB: rssOf(system.watch.now()) }];
  const waves: Wave[] = [];
  for (const [index, count] of counts.entries()) {
    say(`wave ${index + 1}: ${count} analyses`);
    const wave = await oneWave(
      system,
      { count, total: sum(counts.slice(0, index + 1)), name: `wave ${index + 1}` },
      say,
    );
    memory.push(...wave.memory);
    waves.push(wave);
  }
  const sizes = await historySizes(system);
  const { pushedTo, pushes, batches, cancelledBatches } = await system.vendors.call('progress');
  const total = sum(counts);
  return {
    title: `${counts[0]} analyses waiting at once on one worker${counts.length > 1 ? `, then ${counts.slice(1).join(' and ')} more` : ''}`,
    facts: [
      ...waves.flatMap(({ facts }) => facts),
      `history of an analysis: median ${sizes.medianEvents} events, ${kib(sizes.medianBytes)}; most ${sizes.mostEvents} events, ${kib(sizes.mostBytes)} (the newest ${sizes.runs})`,
      `complaints of the worker: ${toldByName(system.worker.log.complaints()) || 'none'}; of the API: ${toldByName(system.api.log.complaints()) || 'none'}`,
    ],
    memory,
    broken: [
      ...waves.flatMap(({ broken }) => broken),
      ...(pushedTo === total && pushes === total ? [] : [`${pushes} pushes to ${pushedTo} of ${total} people`]),
      ...(batches - cancelledBatches === total ? [] : [`${batches} jobs for ${total} analyses`]),
      ...notFlat(memory),
    ],
  };
}

async function oneWave(
  system: LoadedSystem,
  { count, total, name }: { count: number; total: number; name: string },
  say: Say,
): Promise<Wave> {
  const { vendors, watch } = system;
  const loads = [loadOneMinute()];
  await vendors.call('startSeating', { count, atOnce: searchesAtOnce });
  const seatedMs = await untilProgress(system, 'searches', say, ({ seated }) => seated === count);

  const beforeTaps = watch.now();
  await vendors.call('startTapping', { atOnce: analysesAtOnce });
  const jobsMs = await untilProgress(system, 'jobs', say, ({ batches }) => batches >= total);
  const startedMs = jobsMs + (await untilRuns(system, 'waiting', say, count, 'waiting'));
  const whenWaiting = watch.now();
  loads.push(loadOneMinute());
  await sleep(watchWaitingMs);
  const stillWaiting = watch.now();
  watch.peaks();

  const { startedAtMs, sentWithinMs, jobs } = await vendors.call('finishAll');
  await untilProgress(system, 'pushes', say, ({ pushedTo }) => pushedTo >= total);
  const { lastPushAtMs, geminiWebhooks, failures } = await vendors.call('progress');
  await untilRuns(system, 'end of all runs', say, 0);
  const burstMs = lastPushAtMs - startedAtMs;
  const afterBurst = watch.now();
  const peaks = watch.peaks();
  loads.push(loadOneMinute());
  await sleep(quietMs);
  return {
    facts: [
      `${name}: ${count} searches answered in ${seconds(seatedMs)}; ${count} analyses from tap to waiting in ${seconds(startedMs)} (${(count / (startedMs / 1000)).toFixed(1)}/s), cores busy: ${toldByName(busyCores(beforeTaps, whenWaiting, startedMs))}`,
      `${name}: while ${count} wait (polls run), cores busy: ${toldByName(busyCores(whenWaiting, stillWaiting, watchWaitingMs))}`,
      `${name}: ${jobs} jobs ended within ${seconds(sentWithinMs)}, the last push came ${seconds(burstMs)} after that began (${(count / (burstMs / 1000)).toFixed(1)}/s), cores busy: ${toldByName(busyCores(stillWaiting, afterBurst, burstMs))}; answers to Gemini's webhooks so far: ${toldByName(geminiWebhooks)}`,
      `${name}: load average of one minute ${loads.join(' → ')}`,
    ],
    memory: [
      { moment: `${name}: ${count} wait`, rssMiB: rssOf(stillWaiting) },
      { moment: `${name}: most in the burst`, rssMiB: peaks },
      { moment: `${name}: a minute after`, rssMiB: rssOf(watch.now()) },
    ],
    broken: failures > 0 ? [`${failures} searches or taps were not taken`] : [],
  };
}

/** Equal waves must come back to equal memory: the last one against the one before it. */
function notFlat(memory: LoadResult['memory']): string[] {
  const after = memory.filter(({ moment }) => moment.endsWith('a minute after'));
  const [earlier, last] = after.slice(-2);
  if (after.length < 3 || !earlier || !last) return [];
  return ['worker', 'api'].flatMap((name) => {
    const [before = 0, now = 0] = [earlier.rssMiB[name], last.rssMiB[name]];
    return now > before * flatWithin ? [`memory of the ${name} is not flat: ${before} MiB, then ${now} MiB`] : [];
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const kib = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
