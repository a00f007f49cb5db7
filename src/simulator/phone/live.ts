import type { WorkerChange } from './bot.ts';
import type { PhoneParts } from './phone.ts';
import { createReads, type Reads } from './reads.ts';
import { createRuns, type Runs, type RunView } from './runs.ts';
import { geminiSwitches } from './switches/gemini-switches.ts';
import { lineSwitches } from './switches/line-switches.ts';
import { createSay, type Switch, type SwitchView, switchView } from './switches/switch.ts';
import { workerSwitch } from './switches/worker-switch.ts';
import { followBatches } from './timeline/from-batches.ts';
import { followBot, runSteps } from './timeline/from-bot.ts';
import { followJournal } from './timeline/from-journal.ts';
import { eventsIn } from './timeline/line-webhook.ts';
import { createTimeline, type Timeline } from './timeline/timeline.ts';

/** What the page learns of the bot. */
export type BotView = { worker: WorkerChange; runs: RunView[] };

/** What may look different now. */
type Changed = 'switches' | 'bot' | 'people';

/** What is kept up to date while the page's server runs. */
export type Live = {
  timeline: Timeline;
  reads: Reads;
  switches: readonly Switch[];
  switchViews: () => SwitchView[];
  /** Undefined when nothing is known of the bot. */
  bot: () => BotView | undefined;
  /** Says whether a page is open: only then the runs are looked at. */
  watch: (isOpen: boolean) => void;
  /** Says that there is a new person or group. */
  noteNewPeople: () => void;
  /** Calls the listeners when something may look different. */
  subscribe: (listener: (what: Changed) => void) => () => void;
  close: () => void;
};

/** Follows simulator and bot from now on. */
export function createLive({ line, gemini, clock, journal, bot }: PhoneParts): Live {
  const timeline = createTimeline();
  const reads = createReads();
  const listeners = new Set<(what: Changed) => void>();
  const tell = (what: Changed) => {
    for (const listener of listeners) listener(what);
  };
  const runs: Runs | undefined =
    bot &&
    createRuns(bot, (found) => {
      timeline.put(...found.flatMap(runSteps));
      tell('bot');
    });
  const say = createSay(bot !== undefined);
  const switches = [
    ...(bot ? [workerSwitch(bot.worker)] : []),
    ...(gemini ? geminiSwitches(gemini, say) : []),
    ...lineSwitches(line, say),
  ];
  const stops = [
    followJournal(timeline, { journal, line, clock, callerOf: bot?.callerOf ?? (() => 'api') }),
    ...(gemini ? [followBatches(timeline, gemini, clock), gemini.subscribe(() => tell('switches'))] : []),
    // A fault is used up before the call that met it is in the journal.
    journal.subscribe(() => tell('switches')),
    journal.subscribe((entry) => {
      if (entry.side !== 'line-webhook' || entry.status === undefined || entry.status >= 300) return;
      for (const { source, timestamp = 0 } of eventsIn(entry.requestBody)) {
        const chatId = source?.groupId ?? source?.roomId ?? source?.userId;
        if (chatId !== undefined) reads.note(chatId, 'bot', timestamp + 1);
      }
    }),
    ...(bot ? [followBot(timeline, bot), bot.worker.subscribe(() => tellOfWorker(tell))] : []),
  ];
  return {
    timeline,
    reads,
    switches,
    switchViews: () => switches.map(switchView),
    bot: () => bot && { worker: bot.worker.current(), runs: runs?.views() ?? [] },
    watch: (isOpen) => runs?.watch(isOpen),
    noteNewPeople: () => tell('people'),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      runs?.watch(false);
      for (const stop of stops) stop();
    },
  };
}

function tellOfWorker(tell: (what: Changed) => void): void {
  tell('bot');
  tell('switches');
}
