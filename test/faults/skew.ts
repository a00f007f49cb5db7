import { dice } from './random.ts';

/** How far the clocks of the four machines are from Temporal's, milliseconds. */
export type Skew = { api: number; worker: number; line: number; gemini: number };

const fiveMinutesMs = 5 * 60_000;

export const noSkew: Skew = { api: 0, worker: 0, line: 0, gemini: 0 };

/** The clocks of a seed: in one of five they are up to five minutes off, each on its own. */
export function skewOf(seed: number): Skew {
  const d = dice(seed, 'skew');
  if (!d.chance(0.2)) return noSkew;
  const off = () => d.pick([-fiveMinutesMs, 0, fiveMinutesMs]);
  return { api: off(), worker: off(), line: off(), gemini: off() };
}
