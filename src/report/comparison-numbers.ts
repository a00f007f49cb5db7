import type { GroundedReviews, GroundedStatement } from './report.ts';

/** A source of one of several places: the place's position, and the source's number within that place. */
export type PlaceSource = { placeIndex: number; source: number };

/** The statements of several places under numbers that no two places share. */
export type NumberedStatements = {
  /** For each place its statements, as the model gets them. */
  statements: GroundedStatement[][];
  /** What a number stands for; numbers that no statement carries are not in it. */
  sourceBehind: Map<number, PlaceSource>;
};

/** Hundreds, unless a place has more sources. */
const leastDigits = 2;

/** Numbers the sources of several places by place and source: 203 is source 3 of place 2, counted from 1. */
export function numberedStatements(places: readonly GroundedReviews[]): NumberedStatements {
  const digits = places.flatMap(({ sources }) => sources.map(({ number }) => String(number).length));
  const step = 10 ** Math.max(leastDigits, ...digits);
  const sourceBehind = new Map<number, PlaceSource>();
  const statements = places.map((place, placeIndex) => {
    const existing = new Set(place.sources.map(({ number }) => number));
    return place.statements.map(({ text, sources }) => ({
      text,
      sources: sources.filter((source) => existing.has(source)).map((source) => numberFor({ placeIndex, source })),
    }));
  });
  return { statements, sourceBehind };

  function numberFor(placeSource: PlaceSource): number {
    const number = (placeSource.placeIndex + 1) * step + placeSource.source;
    sourceBehind.set(number, placeSource);
    return number;
  }
}
