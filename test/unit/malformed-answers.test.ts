import { comparisonFrom } from '../../src/activities/model-comparison.ts';
import { reportFrom } from '../../src/activities/model-report.ts';
import { claimSections } from '../../src/report/claims.ts';
import { reportMessages } from '../../src/report/flex.ts';
import { renderReportPage } from '../../src/report/page/index.ts';
import type { Claim, Comparison, Report } from '../../src/report/report.ts';
import { createMessageValidator } from '../../src/simulator/line/validation/messages.ts';
import { brokenSyntax } from './malformed-answers/broken-syntax.ts';
import type { MalformedAnswer } from './malformed-answers/case.ts';
import { comparisons } from './malformed-answers/comparison.ts';
import { cutOff } from './malformed-answers/cut-off.ts';
import { hostile } from './malformed-answers/hostile.ts';
import { wrapped } from './malformed-answers/wrapped.ts';
import { wrongTypes } from './malformed-answers/wrong-types.ts';
import { place, report, reviews } from './report-samples.ts';

const collected = { place, reviews };
const validate = createMessageValidator('strict');

/** Fails unless LINE takes the messages and the page is made, without an empty heading and without a 0. */
function expectShown(reports: Report[], comparison?: Comparison) {
  const answer = { reports, language: 'en' as const, ...(comparison && { comparison }) };
  const messages = reportMessages({ ...answer, pageUrl: 'https://hyoban.example/r/token' });
  expect(validate(JSON.parse(JSON.stringify({ messages })), {})).toMatchObject({ ok: true });
  const page = renderReportPage({ ...answer, createdAtMs: 0 });
  expect(page).not.toMatch(/<ul>\s*<\/ul>|<p class="verdict">\s*<\/p>/);
  expect(page + JSON.stringify(messages)).not.toMatch(/\b0 (?:sources|points)|undefined/);
}

const lineOf = (list: string, { text, sources }: Claim) => `${list} ${text} ${sources.join(',')}`;

function claimsIn(found: Report): string[] {
  const lists = claimSections.flatMap((name) => found[name].map((claim) => lineOf(name, claim)));
  return [...(found.verdict ? [lineOf('verdict', found.verdict)] : []), ...lists];
}

const groups: Record<string, readonly MalformedAnswer[]> = { wrapped, brokenSyntax, cutOff, wrongTypes, hostile };

describe.each(Object.entries(groups))('of an answer that is malformed, %s:', (_, cases) => {
  test.each(cases)('$what', ({ answer, kept, dropped = 0 }) => {
    const found = reportFrom(collected, { kind: 'text', text: answer });
    expect(found ? claimsIn(found).toSorted() : []).toEqual(kept.toSorted());
    if (!found) return;
    expect(found.droppedClaims).toBe(dropped);
    expectShown([found]);
  });
});

describe('of a comparison that is malformed:', () => {
  const statements = [{ text: '好。', sources: [1, 2] }];
  const two = [collected, collected].map((each) => ({ ...each, reviews: { ...reviews, statements } }));

  test.each(comparisons)('$what', ({ answer, kept, dropped = 0 }) => {
    const found = comparisonFrom(two, { kind: 'text', text: answer });
    const claims = found?.claims.map((claim) => lineOf(`${claim.forWhom} ${claim.placeIndex}`, claim)) ?? [];
    expect(claims).toEqual(kept);
    if (!found) return;
    expect(found.droppedClaims).toBe(dropped);
    expectShown([report(), report()], found);
  });
});
