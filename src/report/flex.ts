import type { messagingApi } from '@line/bot-sdk';
import { cleanName, lineLimits, shortenUtf16, utf8SizeBytes } from '../line/limits.ts';
import type { Message } from '../line/messages/message.ts';
import type { Language } from '../workflows/contract.ts';
import { type CitedSource, citedSources } from './cited-sources.ts';
import { reportBubble } from './flex/bubble.ts';
import { comparisonBubble } from './flex/comparison-bubble.ts';
import { barestDetail, type Detail, details } from './flex/detail.ts';
import type { Comparison, Report } from './report.ts';
import { type ShownComparisonClaim, shownComparison } from './shown-comparison.ts';
import type { ReportTexts } from './texts/catalogue.ts';
import { reportTexts } from './texts/index.ts';

/** A report and those of its sources that the answer cites. */
type Cited = { report: Report; cited: CitedSource[] };

/** Comparison and reports of one message. */
type Group = { comparison: ShownComparisonClaim[]; reports: Cited[] };

/** What every bubble of an answer is made with. */
type Look = { texts: ReportTexts; pageUrl: string | undefined; restaurants: number };

/**
 * The reports as LINE shows them ("Flex Message"): a bubble, or a carousel when there are several, led by what compares
 * them. Long ones are shortened step by step until they fit, so this never fails and never makes a message that LINE
 * refuses for its size.
 */
export function reportMessages(input: {
  reports: Report[];
  comparison?: Comparison;
  language: Language;
  /** Address of the reports' web page; undefined leaves its button out. */
  pageUrl: string | undefined;
}): Message[] {
  const { reports, language, pageUrl } = input;
  const look = { texts: reportTexts(language), pageUrl, restaurants: reports.length };
  return groupsOf(reports, shownComparison(input.comparison, reports))
    .slice(0, lineLimits.messagesPerSend)
    .map((group) => ({ type: 'flex', altText: altText(group, look.texts), contents: fittingContainer(group, look) }));
}

/** What compares the places takes the first place of the first carousel. */
function groupsOf(all: Report[], comparison: ShownComparisonClaim[]): Group[] {
  const cited = citedSources(all, comparison);
  const reports = all.map((report, index) => ({ report, cited: cited[index] ?? [] }));
  const most = lineLimits.carouselBubbles;
  const inFirst = comparison.length > 0 ? most - 1 : most;
  const [first, ...others] = [reports.slice(0, inFirst), ...inGroupsOf(most, reports.slice(inFirst))];
  if (!first || first.length === 0) return [];
  return [{ comparison, reports: first }, ...others.map((group) => ({ comparison: [], reports: group }))];
}

function fittingContainer(group: Group, look: Look): messagingApi.FlexContainer {
  const withDetail = (detail: Detail) => container(bubblesOf(group, look, detail));
  // All bubbles of a carousel are as high as the highest one, so several reports start with less detail.
  for (const detail of group.reports.length > 1 ? details.slice(1) : details) {
    const candidate = withDetail(detail);
    if (fits(candidate)) return candidate;
  }
  return withDetail(barestDetail);
}

function bubblesOf({ comparison, reports }: Group, { restaurants, ...look }: Look, detail: Detail) {
  const context = { ...look, detail };
  return [
    ...(comparison.length > 0 ? [comparisonBubble(comparison, restaurants, context)] : []),
    ...reports.map(({ report, cited }) => reportBubble(report, cited, context)),
  ];
}

function container(bubbles: messagingApi.FlexBubble[]): messagingApi.FlexContainer {
  const [first, ...others] = bubbles;
  return first && others.length === 0 ? first : { type: 'carousel', contents: bubbles };
}

function fits(candidate: messagingApi.FlexContainer): boolean {
  const bubbles = candidate.type === 'carousel' ? candidate.contents : [candidate];
  return (
    bubbles.every((bubble) => utf8SizeBytes(bubble) < lineLimits.bubbleBytes) &&
    utf8SizeBytes(candidate) < lineLimits.carouselBytes
  );
}

const separator = ' / ';

/** Stands alone as a notification: who should go where, then each place with its verdict, all of them named. */
function altText({ comparison, reports }: Group, texts: ReportTexts): string {
  const lead = comparison.length > 0 ? [comparisonAltText(comparison, texts)] : [];
  const leftUtf16 = lineLimits.altText - lead.join('').length - separator.length * (lead.length + reports.length - 1);
  const eachUtf16 = Math.floor(leftUtf16 / reports.length);
  const verdicts = reports.map(({ report: { placeName, verdict } }) => {
    const name = shortenUtf16(cleanName(placeName), Math.min(80, eachUtf16));
    return shortenUtf16(texts.named(name, verdict?.text.trim() || texts.noVerdict), eachUtf16);
  });
  return [...lead, ...verdicts].join(separator);
}

const maxComparisonAltUtf16 = 140;
const maxAltPartUtf16 = 30;

function comparisonAltText(claims: ShownComparisonClaim[], { named, comparison }: ReportTexts): string {
  const items = claims.map(({ forWhom, placeName }) =>
    comparison.suits(shortenUtf16(cleanName(forWhom), maxAltPartUtf16), shortenUtf16(placeName, maxAltPartUtf16)),
  );
  return shortenUtf16(named(comparison.title, comparison.list(items)), maxComparisonAltUtf16);
}

function inGroupsOf<T>(size: number, items: T[]): T[][] {
  return items.length === 0 ? [] : [items.slice(0, size), ...inGroupsOf(size, items.slice(size))];
}
