import type { messagingApi } from '@line/bot-sdk';
import { cleanName, shortenUtf16 } from '../../line/limits.ts';
import { type ClaimSection, claimSections, claimsOf, countClaims } from '../claims.ts';
import type { Claim, Report } from '../report.ts';
import type { ReportTexts } from '../texts/catalogue.ts';
import { colors, column, openPage, text, textWithNote } from './components.ts';
import type { Detail } from './detail.ts';

/** What a bubble is made of besides the report. */
type BubbleContext = { texts: ReportTexts; pageUrl: string | undefined; detail: Detail };

/** A report as a Flex bubble ("Flex Message"): what there is to say first, links at the end. */
export function reportBubble(report: Report, context: BubbleContext): messagingApi.FlexBubble {
  const { texts, detail, pageUrl } = context;
  const footer = footerButtons(report, context);
  const isCut = claimSections.some((section) => report[section].length > detail.claimsPerSection);
  return {
    type: 'bubble',
    header: column(
      [
        text(shortenUtf16(cleanName(report.placeName), 80), { size: 'lg', weight: 'bold', color: '#FFFFFF' }),
        text(texts.sourceCount(countClaims(claimsOf(report)).sources), { size: 'xs', color: '#FFFFFF' }),
      ],
      { backgroundColor: colors.accent, paddingAll: 'lg', spacing: 'xs' },
    ),
    body: column(
      [
        verdictText(report, context),
        ...claimSections.flatMap((section) => sectionBox(section, report[section], context)),
        ...sourceList(report, context),
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
  return textWithNote(shortenUtf16(verdict.text, detail.maxVerdictUtf16), sourceNumbers(verdict, detail), style);
}

const noBreakSpace = '\u00A0';
const headingColors: Partial<Record<ClaimSection, string>> = { praise: colors.praise, complaints: colors.complaints };

function sectionBox(section: ClaimSection, claims: Claim[], { texts, detail }: BubbleContext): messagingApi.FlexBox[] {
  const shown = claims.filter(isShown).slice(0, detail.claimsPerSection);
  if (shown.length === 0) return [];
  const rows = shown.map((claim) =>
    textWithNote(`・${shortenUtf16(claim.text, detail.maxClaimUtf16)}`, sourceNumbers(claim, detail)),
  );
  return [column([heading(section, claims, texts), ...rows], { spacing: 'sm' })];
}

function heading(section: ClaimSection, claims: Claim[], texts: ReportTexts): messagingApi.FlexText {
  const isCounted = section === 'praise' || section === 'complaints';
  const style = { weight: 'bold', color: headingColors[section] ?? colors.accent } as const;
  return textWithNote(texts.sections[section], isCounted ? ` ${texts.counts(countClaims(claims))}` : '', style);
}

function sourceList(report: Report, { texts, detail }: BubbleContext): messagingApi.FlexComponent[] {
  const cited = new Set(claimsOf(report).flatMap((claim) => claim.sources));
  const rows = report.sources
    .filter((source) => cited.has(source.number))
    .slice(0, detail.sourceRows)
    .map(({ number, title, uri }) => {
      const name = shortenUtf16(cleanName(title), 60);
      const action = openPage(uri, name);
      return text(`［${number}］ ${name}`, { size: 'xs', ...(action && { color: colors.link, action }) });
    });
  if (rows.length === 0) return [];
  const title = text(texts.sources, { weight: 'bold', color: colors.muted });
  return [{ type: 'separator' }, column([title, ...rows], { spacing: 'sm' })];
}

function footerButtons(report: Report, { texts, pageUrl }: BubbleContext): messagingApi.FlexButton[] {
  const page = pageUrl === undefined ? undefined : openPage(pageUrl, texts.fullReport);
  const maps = openPage(report.mapsUri, 'Google Maps');
  return [
    ...(page ? [{ type: 'button', style: 'primary', height: 'sm', color: colors.accent, action: page } as const] : []),
    ...(maps ? [{ type: 'button', style: 'link', height: 'sm', action: maps } as const] : []),
  ];
}

function sourceNumbers({ sources }: Claim, { sourceNumbersPerClaim }: Detail): string {
  if (sources.length === 0) return '';
  const shown = [...sources.slice(0, sourceNumbersPerClaim), ...(sources.length > sourceNumbersPerClaim ? ['…'] : [])];
  return `［${shown.join(`,${noBreakSpace}`)}］`;
}

/** LINE refuses a whole message for one empty text. */
function isShown(claim: Claim | undefined): claim is Claim {
  return claim !== undefined && claim.text.trim() !== '';
}
