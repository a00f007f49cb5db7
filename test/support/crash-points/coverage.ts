import { readdirSync, readFileSync } from 'node:fs';
import type { Attempt } from './mortal-worker.ts';

/** Activities that call nobody: there is nothing that a death could leave behind. */
export const silentActivities = ['renderApology', 'renderReport'];

/** Calls that activities made and that have no row. */
export function callsWithoutRow(
  attempts: readonly Attempt[],
  rows: readonly { activity: string; point: string }[],
): string[] {
  const known = new Set(rows.map(({ activity, point }) => `${activity} ${point}`));
  const made = attempts.flatMap(({ activity, calls }) => calls.map((call) => `${activity} ${call}`));
  return [...new Set(made)].filter((pair) => !known.has(pair));
}

/** Methods of the vendors' clients that the sources of the activities name, as `gemini.createBatch`. */
export function methodsInSources(): string[] {
  const folder = 'src/activities';
  const texts = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
  const named = texts.flatMap((text) => [...text.matchAll(/\b((?:gemini|line)\.\w+)\(/g)].map(([, name = '']) => name));
  return [...new Set(named)].toSorted();
}
