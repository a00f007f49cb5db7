import type { BotControls, BotEvent, BotRun, WorkerChange } from '../bot.ts';
import type { Step } from './step.ts';
import type { Timeline } from './timeline.ts';

/** Puts steps into the timeline for what the worker does and for what belongs to no run; returns a function that stops it. */
export function followBot(timeline: Timeline, bot: BotControls): () => void {
  let before = bot.worker.current().state;
  const stops = [
    bot.onNews((event) => timeline.put(eventStep(event, `news-${event.id}`))),
    bot.worker.subscribe((change) => {
      if (change.state !== before) timeline.put(workerStep(change));
      before = change.state;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The steps of a run: one for each event in its history that a person wants to know of. */
export function runSteps(run: BotRun): Step[] {
  return run.events.map((event, index) => ({
    ...eventStep(event, `run-${run.runId}-${event.id}`),
    // The first one leads to the run; the others would only repeat it.
    ...(index === 0 ? { url: run.url } : {}),
  }));
}

function eventStep({ atMs, from, text, meta, tone, minor }: BotEvent, id: string): Step {
  return { id, atMs, ...(from === 'api' ? { from } : {}), to: 'workflow', text, meta, tone, minor };
}

function workerStep({ state, atMs, pid }: WorkerChange): Step {
  const base = { id: `worker-${atMs}-${state}`, atMs, to: 'workflow', minor: false } as const;
  const meta = pid === undefined ? undefined : `process ${pid}`;
  switch (state) {
    case 'down':
      return {
        ...base,
        text: 'The worker is dead: nothing runs, and nothing is lost',
        meta: 'kill -9',
        tone: 'bad',
        worker: 'down',
      };
    case 'starting':
      return { ...base, text: 'A new worker process starts', meta, tone: 'plain', worker: 'down' };
    case 'running':
      return { ...base, text: 'The worker is back', meta, tone: 'good', worker: 'running' };
  }
}
