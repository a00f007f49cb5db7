import { story } from './simulator-faults-story.ts';

/** A story is a hundred calls, one after the other; several take their time on a busy machine. */
const patienceMs = 120_000;

test(
  'one seed gives one run, down to every byte but the ports, and another seed another',
  async () => {
    const first = await story(1);
    const second = await story(1);
    expect(second.told.split('\n')).toEqual(first.told.split('\n'));
    expect(new Set(first.faults).size).toBeGreaterThan(12);
    const other = await story(2);
    expect(other.told).not.toBe(first.told);
    expect(new Set(other.faults)).not.toEqual(new Set(first.faults));
  },
  patienceMs,
);
