import type { BotControls, BotRun } from './bot.ts';

/** A run as the page shows it. */
export type RunView = Omit<BotRun, 'events'>;

/** The runs of the bot, looked at while somebody wants to know. */
export type Runs = {
  views: () => RunView[];
  /** Starts or stops looking. */
  watch: (wanted: boolean) => void;
};

const intervalMs = 700;

/**
 * Looks at the bot's runs again and again while they are watched.
 *
 * @param onLook gets all runs after each look in which something was new.
 */
export function createRuns(bot: BotControls, onLook: (runs: BotRun[]) => void): Runs {
  let runs: BotRun[] = [];
  let isWanted = false;
  let next: NodeJS.Timeout | undefined;
  let isLooking = false;

  async function look() {
    if (isLooking) return;
    isLooking = true;
    try {
      const now = await bot.runs();
      if (JSON.stringify(now) !== JSON.stringify(runs)) {
        runs = now;
        onLook(runs);
      }
    } catch {
      // Temporal may be away for a moment: what was seen last stays on the page.
    }
    isLooking = false;
    if (isWanted) next = setTimeout(() => void look(), intervalMs).unref();
  }

  return {
    views: () => runs.map(({ events: _events, ...view }) => view),
    watch(wanted) {
      const begins = wanted && !isWanted;
      isWanted = wanted;
      if (next) clearTimeout(next);
      if (begins) void look();
    },
  };
}
