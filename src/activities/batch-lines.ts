import { numberedStatements } from '../report/comparison-numbers.ts';
import { isComparable } from '../workflows/comparison.ts';
import type { CollectedPlace } from '../workflows/contract.ts';
import type { RunVersion } from '../workflows/version.ts';
import type { Names } from './dependencies.ts';

/** The lines of one run's batch. */
export type BatchLines = {
  /** Key of each place's line, in the order of the places. */
  placeKeys: string[];
  /** Key of the line that compares the places; undefined when there is only one. */
  compareKey: string | undefined;
  /** The places as the model gets them: in version 2 no two places of a run share a source number. */
  asked: CollectedPlace[];
  /** Turns a number that the model cites into the source's number within a place; undefined when it is another place's. */
  ownNumber: (placeIndex: number, cited: number) => number | undefined;
};

/** What the lines are made from. Inputs of runs that version 1 opened name neither a run nor a version. */
export type LinesInput = { ownerRunId?: string; version?: RunVersion; collected: CollectedPlace[] };

/**
 * Says how a run's lines are told apart. In version 2 each key is a digest of run and place, and each place has a range of
 * source numbers, so that a result under another line's key cites nothing of its place. Version 1 counted positions.
 */
export function batchLines(names: Pick<Names, 'lineKey'>, { ownerRunId, version, collected }: LinesInput): BatchLines {
  const comparable = isComparable(collected);
  if (version !== 2 || ownerRunId === undefined) {
    return {
      placeKeys: collected.map((_, index) => `p${index}`),
      compareKey: comparable ? 'compare' : undefined,
      asked: collected,
      ownNumber: (_placeIndex, cited) => cited,
    };
  }
  const placeIds = collected.map(({ place }) => place.placeId);
  const { statements, sourceBehind } = numberedStatements(collected.map(({ reviews }) => reviews));
  return {
    placeKeys: placeIds.map((placeId) => names.lineKey(ownerRunId, [placeId])),
    compareKey: comparable ? names.lineKey(ownerRunId, placeIds) : undefined,
    asked: collected.map(({ place, reviews }, index) => ({
      place,
      reviews: { ...reviews, statements: statements[index] ?? [] },
    })),
    ownNumber(placeIndex, cited) {
      const behind = sourceBehind.get(cited);
      return behind?.placeIndex === placeIndex ? behind.source : undefined;
    },
  };
}
