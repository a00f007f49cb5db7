import { z } from 'zod';
import type { Evidence, Run } from '../evidence.ts';
import { analysesOf, nameOf, reportsOf } from './analyses.ts';
import type { Violation } from './violation.ts';

const promise = 'every claim has a source';
/** Lists whose claims the simulated model takes over from the statements word for word. */
const quoted = ['signatureDishes', 'praise', 'complaints', 'price', 'queue', 'suits', 'tips'] as const;
const comparedLetters = 12;
const claims = z.array(z.looseObject({ text: z.string() })).catch([]);

/** What a report says of a place was said in a Search-grounded answer about that place. */
export function checkOwnership(evidence: Evidence): Violation[] {
  const said = evidence.journal.filter(({ route, status }) => route === 'generateContent' && status === 200);
  const about = (placeName: string) =>
    lettersOf(
      said
        .filter(({ requestBody }) => JSON.stringify(requestBody).includes(placeName))
        .map(({ responseBody }) => JSON.stringify(responseBody))
        .join(),
    );
  return analysesOf(evidence)
    .flatMap((run) => foreignClaims(run, about))
    .map((what) => ({ promise, what }));
}

function foreignClaims(run: Run, about: (placeName: string) => string): string[] {
  return reportsOf(run).flatMap((report) => {
    const own = about(JSON.stringify(report.placeName).slice(1, -1));
    return (
      quoted
        .flatMap((list) => claims.parse(report[list]))
        // The end may be cut, or have lost a link.
        .filter(({ text }) => !own.includes(lettersOf(text).slice(0, comparedLetters)))
        .map(({ text }) => `${nameOf(run)} says of ${report.placeName} what nobody said of it: "${text}"`)
    );
  });
}

/** Markup, links and marks are taken out of claims: only letters and digits are compared. */
const lettersOf = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
