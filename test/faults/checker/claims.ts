import { z } from 'zod';
import type { Evidence, Run } from '../evidence.ts';
import { analysesOf, nameOf, reportsOf } from './analyses.ts';
import type { Violation } from './violation.ts';

const promise = 'every claim has a source';
const listOfClaims = z.array(z.object({ text: z.string(), sources: z.array(z.number()) }));

const grounded = z.looseObject({
  candidates: z.array(
    z.looseObject({
      groundingMetadata: z
        .looseObject({
          groundingChunks: z.array(z.looseObject({ web: z.looseObject({ uri: z.string() }).optional() })),
        })
        .optional(),
    }),
  ),
});

/** Every claim cites sources of its report, and every source is a page that Google returned in this story. */
export function checkClaims(evidence: Evidence): Violation[] {
  const returned = new Set(evidence.journal.flatMap(urisOf));
  return analysesOf(evidence)
    .flatMap((run) => claimsOfRun(run, returned))
    .map((what) => ({ promise, what }));
}

function claimsOfRun(run: Run, returned: Set<string>): string[] {
  return reportsOf(run).flatMap((report) => {
    const numbers = new Set(report.sources.map(({ number }) => number));
    const lists = Object.values(report).flatMap((value) => listOfClaims.safeParse(value).data ?? []);
    const claims = report.verdict ? [report.verdict, ...lists] : lists;
    return [
      ...claims.flatMap(({ text, sources }) =>
        sources.length === 0 || sources.some((number) => !numbers.has(number))
          ? [`${nameOf(run)}: "${text}" cites [${sources.join()}]`]
          : [],
      ),
      ...report.sources.flatMap(({ uri }) =>
        returned.has(uri) ? [] : [`${nameOf(run)}: Google never returned ${uri}`],
      ),
    ];
  });
}

function urisOf({ side, route, responseBody }: Evidence['journal'][number]): string[] {
  if (side !== 'gemini' || route !== 'generateContent') return [];
  const { candidates = [] } = grounded.safeParse(responseBody).data ?? {};
  return candidates.flatMap(({ groundingMetadata }) =>
    (groundingMetadata?.groundingChunks ?? []).flatMap(({ web }) => (web ? [web.uri] : [])),
  );
}
