import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { playOnLanes } from '../lanes.ts';
import type { Outcome } from '../messages.ts';
import type { Bug } from './bug.ts';

const projectDir = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Plays seeds on a copy of the project with the bug in it until one breaks a promise; undefined when none did. `lane` is the
 * file that plays a lane.
 */
export async function hunt(bug: Bug, seeds: number[], lanes = 1, lane?: string): Promise<Outcome | undefined> {
  const copy = await sown(bug);
  let found: Outcome | undefined;
  try {
    await playOnLanes(
      seeds,
      lanes,
      (outcome) => {
        const isIt = outcome.violations.some(({ promise }) => promise === bug.promise);
        if (isIt) found ??= outcome;
        return found ? 'enough' : undefined;
      },
      copy,
      lane,
    );
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  return found;
}

/** A copy of the project with the bug. @throws Error when a patch does not fit the sources any more. */
async function sown({ name, patches }: Bug): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'hyoban-bug-'));
  for (const part of ['src', 'test/support', 'test/faults', 'package.json']) {
    await cp(join(projectDir, part), join(copy, part), { recursive: true });
  }
  for (const part of ['node_modules', '.hyoban']) await symlink(resolve(projectDir, part), join(copy, part));
  for (const { file, find, replace } of patches) {
    const path = join(copy, file);
    const text = await readFile(path, 'utf8');
    if (text.split(find).length !== 2) throw new Error(`The bug "${name}" does not fit ${file} any more: ${find}`);
    await writeFile(
      path,
      text.replace(find, () => replace),
    );
  }
  return copy;
}
