import type { Bug } from './bug.ts';

const outage = 'a short outage is no apology';

/** Mutants of identity, of how outcomes are classified, and of the last step's second form. */
export const trustedOrMisread: Bug[] = [
  {
    name: 'a job is taken whatever it is called',
    byHand: true,
    patches: [
      {
        file: 'src/activities/check-batch.ts',
        find: '    if (isAnothers) {',
        replace: '    if (isAnothers && !names) {',
      },
    ],
    promise: 'every claim has a source',
    seeds: [2],
  },
  {
    name: 'every place counts its sources from 1',
    byHand: true,
    patches: [
      {
        file: 'src/activities/batch-lines.ts',
        find: '      reviews: { ...reviews, statements: statements[index] ?? [] },',
        replace: '      reviews: statements.length > 99 ? { ...reviews, statements: [] } : reviews,',
      },
      {
        file: 'src/activities/batch-lines.ts',
        find: '      return behind?.placeIndex === placeIndex ? behind.source : undefined;',
        replace: '      return behind && placeIndex > 99 ? behind.source : cited;',
      },
    ],
    promise: 'every claim has a source',
    seeds: [1],
  },
  {
    name: 'an answer without sources says that there is nothing',
    byHand: true,
    patches: [
      {
        file: 'src/gemini/grounded.ts',
        find: "  return hasSources || saysNothingFound(answer.text) ? undefined : 'GeminiNoSources';",
        replace: "  return hasSources || saysNothingFound(answer.text) || answer.text ? undefined : 'GeminiNoSources';",
      },
    ],
    promise: 'nothing is only where Google says so',
    seeds: [1],
  },
  {
    name: 'failures that were not billed use up the attempts',
    patches: [
      {
        file: 'src/activities/paid-call.ts',
        find: "    if (classifyGeminiError(error).billed === 'no') {",
        replace: "    if (classifyGeminiError(error).billed === 'no' && attempt < 3) {",
      },
    ],
    promise: outage,
    seeds: [10],
  },
  {
    name: 'a refused key ends a free read',
    byHand: true,
    patches: [
      {
        file: 'src/gemini/outcomes.ts',
        find: "const untilOperator = { ...later, paidRead: 'permanent',",
        replace: "const untilOperator = { ...later, freeRead: 'permanent', paidRead: 'permanent',",
      },
    ],
    promise: outage,
    seeds: [1],
  },
  {
    name: 'a refused message has no plain form',
    patches: [
      {
        file: 'src/workflows/push.ts',
        find: "  if (version === 1 || input.form === 'plain') return",
        replace: "  if (version === 1 || input.kind === 'report') return",
      },
    ],
    promise: 'one final answer',
    seeds: [29],
  },
];
