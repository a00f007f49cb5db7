import type { messagingApi } from '@line/bot-sdk';
import { cleanName, lineLimits, shortenUtf16, utf8SizeBytes } from '../line/limits.ts';
import type { Message } from '../line/messages/message.ts';
import type { Language } from '../workflows/contract.ts';
import { reportBubble } from './flex/bubble.ts';
import { barestDetail, type Detail, details } from './flex/detail.ts';
import type { Report } from './report.ts';
import type { ReportTexts } from './texts/catalogue.ts';
import { reportTexts } from './texts/index.ts';

/**
 * The reports as LINE shows them ("Flex Message"): a bubble, or a carousel when there are several. Long reports are
 * shortened step by step until they fit, so this never fails and never makes a message that LINE refuses for its size.
 */
export function reportMessages(input: {
  reports: Report[];
  language: Language;
  /** Address of the reports' web page; undefined leaves its button out. */
  pageUrl: string | undefined;
}): Message[] {
  const { reports, language, pageUrl } = input;
  const texts = reportTexts(language);
  return inGroupsOf(lineLimits.carouselBubbles, reports)
    .slice(0, lineLimits.messagesPerSend)
    .map((group) => ({
      type: 'flex',
      altText: altText(group, texts),
      contents: fittingContainer(group, texts, pageUrl),
    }));
}

function fittingContainer(
  reports: Report[],
  texts: ReportTexts,
  pageUrl: string | undefined,
): messagingApi.FlexContainer {
  const withDetail = (detail: Detail) =>
    container(reports.map((report) => reportBubble(report, { texts, pageUrl, detail })));
  // All bubbles of a carousel are as high as the highest one, so several reports start with less detail.
  for (const detail of reports.length > 1 ? details.slice(1) : details) {
    const candidate = withDetail(detail);
    if (fits(candidate)) return candidate;
  }
  return withDetail(barestDetail);
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

/** Stands alone as a notification: each place with its verdict, all of them named even when there are many. */
function altText(reports: Report[], texts: ReportTexts): string {
  const separator = ' / ';
  const eachUtf16 = Math.floor((lineLimits.altText - separator.length * (reports.length - 1)) / reports.length);
  return reports
    .map(({ placeName, verdict }) => {
      const name = shortenUtf16(cleanName(placeName), Math.min(80, eachUtf16));
      return shortenUtf16(texts.named(name, verdict?.text.trim() || texts.noVerdict), eachUtf16);
    })
    .join(separator);
}

function inGroupsOf<T>(size: number, items: T[]): T[][] {
  return items.length === 0 ? [] : [items.slice(0, size), ...inGroupsOf(size, items.slice(size))];
}
