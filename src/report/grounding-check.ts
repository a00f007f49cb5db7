import { shortenUtf16 } from '../line/limits.ts';
import type { Place } from '../workflows/contract.ts';
import { plainClaimText, sameWords } from './claim-text.ts';
import { type ClaimSection, claimSections, claimsOf } from './claims.ts';
import type { Claim, GroundedReviews, Report } from './report.ts';
import { type ModelReport, maxClaims } from './schema.ts';

const maxVerdictUtf16 = 200;
const maxClaimUtf16 = 240;

/**
 * A report of which every claim cites sources that Google returned for this place.
 *
 * Numbers that do not exist are taken out; a claim without any other is dropped, as is one without a readable word, and
 * both are counted with those that could not be read. Claims that say the same become one with the sources of all. Texts
 * become plain and short; links are only those of the grounding metadata.
 */
export function checkedReport(input: { modelReport: ModelReport; place: Place; reviews: GroundedReviews }): Report {
  const { modelReport, place, reviews } = input;
  const existing = new Set(reviews.sources.map((source) => source.number));
  const grounded = (claims: Claim[]) =>
    claims.map((claim) => withExistingSources(claim, existing)).filter((claim) => claim.sources.length > 0);
  const everyClaim = [...verdictOf(modelReport), ...claimSections.flatMap((section) => modelReport[section])];
  const isKept = (claim: Claim) => grounded([claim]).some(({ text }) => plainClaimText(text) !== '');

  const said = new Map<string, Claim>();
  const section = (name: ClaimSection) => {
    const claims = grounded(modelReport[name]).flatMap((claim) => readable(claim, maxClaimUtf16));
    return withoutRepetition(claims, said).slice(0, maxClaims[name]);
  };
  return {
    placeName: place.name,
    mapsUri: place.mapsUri,
    verdict: grounded(verdictOf(modelReport)).flatMap((claim) => readable(claim, maxVerdictUtf16))[0],
    signatureDishes: section('signatureDishes'),
    praise: section('praise'),
    complaints: section('complaints'),
    price: section('price'),
    queue: section('queue'),
    suits: section('suits'),
    tips: section('tips'),
    disagreements: section('disagreements'),
    sources: reviews.sources,
    ...(reviews.searchSuggestionsHtml && { searchSuggestionsHtml: reviews.searchSuggestionsHtml }),
    droppedClaims: (modelReport.unreadClaims ?? 0) + everyClaim.filter((claim) => !isKept(claim)).length,
  };
}

const verdictOf = ({ verdict }: ModelReport): Claim[] => (verdict ? [verdict] : []);

/** Whether a report is of no use: it is of use with one claim, of whatever kind, that cites a source of its place. */
export function isEmptyReport(report: Report): boolean {
  return claimsOf(report).length === 0;
}

/**
 * Whether what came whole of an answer that was cut off is taken as a report: the verdict and a claim of a list. Less is
 * asked for again.
 */
export function isUsableCutReport(report: Report): boolean {
  return report.verdict !== undefined && claimSections.some((section) => report[section].length > 0);
}

function withExistingSources(claim: Claim, existing: ReadonlySet<number>): Claim {
  const sources = [...new Set(claim.sources)].filter((number) => existing.has(number));
  return { text: claim.text, sources: sources.toSorted((a, b) => a - b) };
}

function readable(claim: Claim, maxUtf16: number): Claim[] {
  const text = shortenUtf16(plainClaimText(claim.text), maxUtf16);
  return text ? [{ text, sources: claim.sources }] : [];
}

/** Takes out claims that were said before, also in an earlier section, and gives their sources to the first. */
function withoutRepetition(claims: Claim[], said: Map<string, Claim>): Claim[] {
  return claims.filter((claim) => {
    const key = sameWords(claim.text);
    const before = said.get(key);
    if (before) before.sources = [...new Set([...before.sources, ...claim.sources])].toSorted((a, b) => a - b);
    else said.set(key, claim);
    return !before;
  });
}
