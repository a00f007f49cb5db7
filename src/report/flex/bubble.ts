import type { messagingApi } from '@line/bot-sdk';
import { cleanName, shortenUtf16 } from '../../line/limits.ts';
import type { CitedSource } from '../cited-sources.ts';
import { type ClaimSection, claimSections, countClaims } from '../claims.ts';
import type { Claim, Report } from '../report.ts';
import type { ReportTexts } from '../texts/catalogue.ts';
import {
  bubbleHeader,
  colors,
  column,
  openPage,
  pageButtons,
  sourceNumbers,
  text,
  textWithNote,
} from './components.ts';
import type { Detail } from './detail.ts';

/** What a bubble is made of besides what it is about. */
export type BubbleContext = { texts: ReportTexts; pageUrl: string | undefined; detail: Detail };

/**
 * A report as a Flex bubble ("Flex Message"): what there is to say first, links at the end. `cited` are those of its
 * sources that it or the comparison rests on.
 */
export function reportBubble(
  report: Report,
  cited: readonly CitedSource[],
  context: BubbleContext,
): messagingApi.FlexBubble {
  const { texts, detail, pageUrl } = context;
  const footer = footerButtons(report, context);
  const isCut =
    claimSections.some((section) => report[section].length > detail.claimsPerSection) ||
    cited.length > detail.sourceRows;
  return {
    type: 'bubble',
    header: bubbleHeader(shortenUtf16(cleanName(report.placeName), 80), texts.sourceCount(cited.length)),
    body: column(
      [
        verdictText(report, context),
        ...claimSections.flatMap((section) => sectionBox(section, report[section], context)),
        ...sourceList(cited, context),
        ...(isCut && pageUrl ? [text(texts.moreInFullReport, { size: 'xs', color: colors.muted })] : []),
      ],
      { spacing: 'lg', paddingAll: 'lg' },
    ),
    ...(footer.length > 0 && { footer: column(footer, { spacing: 'sm' }) }),
  };
}

function verdictText({ verdict }: Report, { texts, detail }: BubbleContext): messagingApi.FlexText {
  const style = { size: 'md', weight: 'bold' } as const;
  if (!isShown(verdict)) return text(texts.noVerdict, style);
  return textWithNote(
    shortenUtf16(verdict.text, detail.maxVerdictUtf16),
    sourceNumbers(verdict.sources, detail.sourceNumbersPerClaim),
    style,
  );
}

const headingColors: Partial<Record<ClaimSection, string>> = { praise: colors.praise, complaints: colors.complaints };

function sectionBox(section: ClaimSection, claims: Claim[], { texts, detail }: BubbleContext): messagingApi.FlexBox[] {
  const shown = claims.filter(isShown).slice(0, detail.claimsPerSection);
  if (shown.length === 0) return [];
  const rows = shown.map((claim) =>
    textWithNote(
      `・${shortenUtf16(claim.text, detail.maxClaimUtf16)}`,
      sourceNumbers(claim.sources, detail.sourceNumbersPerClaim),
    ),
  );
  return [column([heading(section, claims, texts), ...rows], { spacing: 'sm' })];
}

function heading(section: ClaimSection, claims: Claim[], texts: ReportTexts): messagingApi.FlexText {
  const isCounted = section === 'praise' || section === 'complaints';
  const style = { weight: 'bold', color: headingColors[section] ?? colors.accent } as const;
  return textWithNote(texts.sections[section], isCounted ? ` ${texts.counts(countClaims(claims))}` : '', style);
}

/** As many sources as there is room for, and how many there are besides: the header counts them all. */
function sourceList(cited: readonly CitedSource[], { texts, detail }: BubbleContext): messagingApi.FlexComponent[] {
  if (cited.length === 0) return [];
  const listed = cited.slice(0, detail.sourceRows).map(({ number, title: page, uri }) => {
    const name = shortenUtf16(cleanName(page), 60);
    const action = openPage(uri, name);
    return text(`［${number}］ ${name}`, { size: 'xs', ...(action && { color: colors.link, action }) });
  });
  const unlisted = cited.length - listed.length;
  const title = text(texts.sources, { weight: 'bold', color: colors.muted });
  const more = text(listed.length > 0 ? texts.moreSources(unlisted) : texts.sourcesNotListed(unlisted), {
    size: 'xs',
    color: colors.muted,
  });
  const rows = [...(listed.length > 0 ? [title] : []), ...listed, ...(unlisted > 0 ? [more] : [])];
  return [{ type: 'separator' }, column(rows, { spacing: 'sm' })];
}

function footerButtons(report: Report, { texts, pageUrl }: BubbleContext): messagingApi.FlexButton[] {
  const maps = openPage(report.mapsUri, 'Google Maps');
  return [
    ...pageButtons(pageUrl, texts.fullReport),
    ...(maps ? [{ type: 'button', style: 'link', height: 'sm', action: maps } as const] : []),
  ];
}

/** LINE refuses a whole message for one empty text. */
function isShown(claim: Claim | undefined): claim is Claim {
  return claim !== undefined && claim.text.trim() !== '';
}
