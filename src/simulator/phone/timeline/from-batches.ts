import type { SimulatorClock } from '../../core/clock.ts';
import type { BatchView } from '../../gemini/batches/batch.ts';
import type { GeminiSimulator } from '../../gemini/simulator.ts';
import type { Step } from './step.ts';
import type { Timeline } from './timeline.ts';
import { shortName } from './words.ts';

/** Puts a step into the timeline when a batch job gets into another state; returns a function that stops it. */
export function followBatches(timeline: Timeline, gemini: GeminiSimulator, clock: SimulatorClock): () => void {
  const states = new Map<string, string>();

  function look() {
    for (const batch of gemini.batches()) {
      const before = states.get(batch.id);
      states.set(batch.id, batch.state);
      if (before !== undefined && before !== batch.state) timeline.put(stateStep(batch, clock.nowMs()));
    }
  }

  look();
  return gemini.subscribe(look);
}

function stateStep({ id, name, state, endedAtMs }: BatchView, nowMs: number): Step {
  const hasEnded = endedAtMs !== undefined;
  const text = hasEnded ? `The batch job has ended: ${state}` : `The batch job is ${state}`;
  const tone = !hasEnded ? 'plain' : state === 'SUCCEEDED' ? 'good' : 'bad';
  const atMs = Date.now() - (nowMs - (endedAtMs ?? nowMs));
  return { id: `batch-${id}-${state}`, atMs, to: 'gemini', text, meta: shortName(name), tone, minor: !hasEnded };
}
