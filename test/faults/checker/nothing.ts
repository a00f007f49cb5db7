import { z } from 'zod';
import type { Evidence, Run } from '../evidence.ts';
import { nameOf } from './analyses.ts';
import type { Violation } from './violation.ts';

const promise = 'nothing is only where Google says so';
const nearbyResult = z.looseObject({ outcome: z.string() });

/** "No restaurants there" and "not enough reviews" are said only when a grounded answer said so: there is always something. */
export function checkNothing({ history, director }: Evidence): Violation[] {
  if (director.struck().some(({ kind }) => kind === 'nothing-found')) return [];
  return history.filter(saidNothing).map((run) => ({ promise, what: `${nameOf(run)} found nothing` }));
}

function saidNothing({ failureType, result }: Run): boolean {
  return failureType === 'NoReviews' || nearbyResult.safeParse(result).data?.outcome === 'nothing-found';
}
