import { parseArgs } from 'node:util';

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
  if (values.save && values.seeds.includes(',')) throw new Error('--save takes one range of seeds.');
  const only = values.only === undefined ? undefined : whole(values.only, '--only');
  return {
    seeds: only === undefined ? seedsOf(values.seeds) : [only],
    times: values.times ? whole(values.times, '--times') : only === undefined ? 1 : repetitions,
    lanes: values.lanes ? whole(values.lanes, '--lanes') : cpus + 1,
    save: values.save,
    resume: values.resume,
  };
}

function seedsOf(text: string): number[] {
  return text.split(',').flatMap(rangeOf);
}

function rangeOf(text: string): number[] {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (first === undefined) throw new Error('--seeds must be numbers or ranges such as 1-100,761.');
  const from = Number(first);
  const to = Number(last);
  if (to < from) throw new Error('--seeds must begin with the smaller number.');
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function whole(text: string, name: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${name} must be a whole number.`);
  return Number(text);
}
