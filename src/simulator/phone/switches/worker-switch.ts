import type { BotWorker } from '../bot.ts';
import type { Switch } from './switch.ts';

/** Kills the worker process of the bot and starts another. */
export function workerSwitch(worker: BotWorker): Switch {
  return {
    id: 'worker',
    label: 'Worker',
    positions: [
      {
        id: 'normal',
        label: 'runs',
        explanation: 'It does what Temporal hands out. Kill it at the worst moment you can think of.',
      },
      {
        id: 'killed',
        label: 'kill -9',
        explanation:
          'No goodbye: the process is gone. Temporal keeps every workflow. Watch: started again, it replays the history and goes on.',
      },
    ],
    position: () => (worker.current().state === 'down' ? 'killed' : 'normal'),
    remaining: () => (worker.current().state === 'starting' ? 'starting' : undefined),
    set: async (position) => (position === 'killed' ? worker.crash() : worker.start()),
  };
}
