import { parseArgs } from 'node:util';
import { wholeNumber } from '../support/command-line.ts';

/** What the command line asks for. */
export type Wish = {
  seeds: number[];
  /** How often each seed is played. */
  times: number;
  lanes: number;
  save: boolean;
  /** Goes on where an interrupted run of the same seeds stopped. */
  resume: boolean;
};

/** How often `--only` repeats its seed. */
const repetitions = 20;

/** Days of one machine's time; more is a slip. */
const mostSeeds = 1_000_000;

/** Reads `--seeds 1-100,761`, `--only N`, `--lanes N`, `--save`, `--resume`. @throws Error with a sentence for bad input. */
export function parseWish(args: string[], cpus: number): Wish {
  const { values } = parseArgs({
    args,
    options: {
      seeds: { type: 'string', default: '1-100' },
      only: { type: 'string' },
      times: { type: 'string' },
      lanes: { type: 'string' },
      save: { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
    },
  });
  const given = (flag: 'only' | 'times' | 'lanes') => optional(values[flag], `--${flag}`);
  const only = given('only');
  if (values.save && (only !== undefined || values.seeds.includes(','))) {
    throw new Error('--save takes one range of seeds.');
  }
  return {
    seeds: only === undefined ? seedsOf(values.seeds) : [only],
    times: given('times') ?? (only === undefined ? 1 : repetitions),
    lanes: given('lanes') ?? cpus + 1,
    save: values.save,
    resume: values.resume,
  };
}

function seedsOf(text: string): number[] {
  return text.split(',').flatMap(rangeOf);
}

function rangeOf(text: string): number[] {
  const [, first, last = first] = /^([1-9]\d*)(?:-(\d+))?$/.exec(text) ?? [];
  if (first === undefined) throw new Error('--seeds must be numbers from 1 or ranges of them such as 1-100,761.');
  const from = Number(first);
  const to = Number(last);
  if (to < from) throw new Error('--seeds must begin with the smaller number.');
  if (to - from >= mostSeeds) throw new Error(`--seeds may hold ${mostSeeds} at most.`);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function optional(text: string | undefined, flag: string): number | undefined {
  return text === undefined ? undefined : wholeNumber(text, flag, 1);
}
