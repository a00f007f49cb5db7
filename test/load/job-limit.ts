import { setTimeout as sleep } from 'node:timers/promises';
import { loadOneMinute } from '../../bench/support/machine.ts';
import { type LoadResult, rssOf, seconds, toldByName } from './support/load-row.ts';
import { startLoadedSystem } from './support/loaded-system.ts';
import { countRuns, type Say, untilProgress, untilRuns } from './support/waves.ts';

const searchesAtOnce = 40;
/** Google's limit ("Batch API", rate limits). */
const jobsAtOnce = 100;
const batchSeconds = 45;
const patienceMinutes = 3;
const watchEveryMs = 2000;

/** Everybody taps, Gemini takes 100 jobs at once: the others queue until patience and are answered by ordinary call. */
export async function measureJobLimit(count: number, say: Say): Promise<LoadResult> {
  const settings = { HYOBAN_PATIENCE_MINUTES: String(patienceMinutes) };
  await using system = await startLoadedSystem({ batchSeconds, maxConcurrentBatches: jobsAtOnce, settings });
  const { vendors, watch } = system;
  const before = rssOf(watch.now());
  const loadBefore = loadOneMinute();
  await vendors.call('startSeating', { count, atOnce: searchesAtOnce });
  await untilProgress(system, 'searches', say, ({ seated }) => seated === count);
  watch.peaks();

  const callsBefore = (await vendors.call('bill')).calls;
  const startedAtMs = Date.now();
  let mostQueued = 0;
  const ended = new AbortController();
  const watching = (async () => {
    while (!ended.signal.aborted) {
      mostQueued = Math.max(mostQueued, await countRuns(system, 'queued').catch(() => 0));
      await sleep(watchEveryMs);
    }
  })();
  // All at once: no lane waits for a job.
  await vendors.call('startTapping', { atOnce: count });
  await untilProgress(system, 'pushes', say, ({ pushedTo }) => pushedTo >= count);
  ended.abort();
  await watching;
  await untilRuns(system, 'end of all runs', say, 0);
  const { lastPushAtMs, pushes, pushedTo, failures } = await vendors.call('progress');
  const { calls, batchLines } = await vendors.call('bill');
  // One call collects the reviews of each; what is more are answers by ordinary call.
  const ordinaryCalls = calls - callsBefore - count;
  return {
    title: `${count} analyses with Gemini's limit of ${jobsAtOnce} jobs at once (a job takes ${batchSeconds} s, patience ${patienceMinutes} min)`,
    facts: [
      `${pushes} answers: ${batchLines} by batch, ${ordinaryCalls} by ordinary call; the last push ${seconds(lastPushAtMs - startedAtMs)} after the first tap; at most ${mostQueued} seen in the stage queued`,
      `complaints of the worker: ${toldByName(system.worker.log.complaints()) || 'none'}; of the API: ${toldByName(system.api.log.complaints()) || 'none'}`,
      `load average of one minute ${loadBefore} → ${loadOneMinute()}`,
    ],
    memory: [
      { moment: 'before', rssMiB: before },
      { moment: 'most', rssMiB: watch.peaks() },
      { moment: 'at the end', rssMiB: rssOf(watch.now()) },
    ],
    broken: [
      ...(failures > 0 ? [`${failures} searches or taps were not taken`] : []),
      ...(pushes === count && pushedTo === count ? [] : [`${pushes} pushes to ${pushedTo} of ${count} people`]),
      ...(mostQueued > 0 ? [] : ['nobody was seen in the stage queued: the limit was not reached']),
    ],
  };
}
