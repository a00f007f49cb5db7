import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Summary } from './summary.ts';

const counts = z.record(z.string(), z.number());
const progress = z.object({
  sources: z.string(),
  seconds: z.number(),
  finished: z.array(z.number()),
  summary: z.object({
    ...{ seeds: z.number(), kept: z.number(), broken: z.number(), lostTries: z.number(), lost: z.array(z.number()) },
    ...{ chats: z.number(), runs: z.number(), attempts: z.number(), ends: counts, faults: counts, crashes: counts },
  }),
});

/** How far a run of many seeds has come: what `--resume` goes on from. */
export type Progress = { seconds: number; finished: number[]; summary: Summary };

/** Keeps how far one run has come. */
export type ProgressFile = {
  /** What an interrupted run of the same seeds with the same sources left; undefined when there is none. */
  read: () => Promise<Progress | undefined>;
  write: (progress: Progress) => Promise<void>;
  remove: () => Promise<void>;
};

/** The file of one range of seeds. What is played must be the same from the first seed to the last: `sources` is in it. */
export function progressFile(name: string, sources: string, folder = 'test-output/faults'): ProgressFile {
  const path = join(folder, `${name}.json`);
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch(() => undefined);
      if (text === undefined) return undefined;
      const { sources: then, ...rest } = progress.parse(JSON.parse(text));
      return then === sources ? rest : undefined;
    },
    async write(now) {
      await mkdir(folder, { recursive: true });
      // Renamed, so that a run that is killed while it writes leaves the state before.
      await writeFile(`${path}.new`, JSON.stringify({ sources, ...now }));
      await rename(`${path}.new`, path);
    },
    remove: () => rm(path, { force: true }),
  };
}

/** A digest of everything that is played: the bot, the simulator, the runner, the libraries. */
export async function digestOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const paths: string[] = [];
  for await (const path of glob(['src/**/*.ts', 'test/support/*.ts', 'test/faults/*.ts', 'test/faults/checker/*.ts']))
    paths.push(path);
  for (const path of ['package-lock.json', ...paths.toSorted()]) hash.update(path).update(await readFile(path));
  return hash.digest('hex').slice(0, 16);
}
