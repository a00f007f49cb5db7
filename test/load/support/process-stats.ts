import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers';

/** What the system says of a process now. */
export type ProcessStats = { rssMiB: number; cpuSeconds: number };

/** Watches processes and remembers the most memory of each. */
export type Watch = {
  now: () => Record<string, ProcessStats>;
  /** Most memory since the last call. */
  peaks: () => Record<string, number>;
  stop: () => void;
};

const everyMs = 500;
/** USER_HZ and the page size of Linux on this kind of machine. */
const ticksPerSecond = 100;
const pageBytes = 4096;

/** Memory and CPU time of a process, from `/proc`; undefined when it is gone. */
function statsOf(pid: number | undefined): ProcessStats | undefined {
  if (pid === undefined) return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces: fields count from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [utime = 0, stime = 0, rssPages = 0] = [fields[11], fields[12], fields[21]].map(Number);
    return { rssMiB: Math.round((rssPages * pageBytes) / 2 ** 20), cpuSeconds: (utime + stime) / ticksPerSecond };
  } catch {
    return undefined;
  }
}

/** Starts to watch processes by name. */
export function watchProcesses(pids: Record<string, () => number | undefined>): Watch {
  let peaks: Record<string, number> = {};
  const now = () => {
    const found = Object.entries(pids).flatMap(([name, pidOf]) => {
      const stats = statsOf(pidOf());
      return stats ? [[name, stats] as const] : [];
    });
    return Object.fromEntries(found);
  };
  const timer = setInterval(() => {
    for (const [name, { rssMiB }] of Object.entries(now())) peaks[name] = Math.max(peaks[name] ?? 0, rssMiB);
  }, everyMs);
  return {
    now,
    peaks() {
      const seen = peaks;
      peaks = {};
      return seen;
    },
    stop: () => clearInterval(timer),
  };
}
