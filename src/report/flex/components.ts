import type { messagingApi } from '@line/bot-sdk';
import { lineLimits, shortenLabel } from '../../line/limits.ts';
import { webLink } from '../links.ts';

/** Colours on the white ground of a bubble, all with a contrast of at least 4.5 : 1. */
export const colors = {
  ink: '#1F2937',
  muted: '#6B7280',
  accent: '#B3261E',
  praise: '#15803D',
  complaints: '#B45309',
  link: '#1D4ED8',
} as const;

type TextStyle = Pick<messagingApi.FlexText, 'size' | 'weight' | 'color' | 'align' | 'margin' | 'flex' | 'action'>;

/** A wrapping text that follows the letter size set in LINE. */
export function text(content: string, style: TextStyle = {}): messagingApi.FlexText {
  return { type: 'text', text: content, wrap: true, scaling: true, size: 'sm', color: colors.ink, ...style };
}

/** A wrapping text with smaller grey letters at its end. */
export function textWithNote(content: string, note: string, style: TextStyle = {}): messagingApi.FlexText {
  if (note === '') return text(content, style);
  const { text: _, ...rest } = text('', style);
  return {
    ...rest,
    contents: [
      { type: 'span', text: content },
      { type: 'span', text: note, size: 'xs', color: colors.muted, weight: 'regular' },
    ],
  };
}

/** A vertical box. */
export function column(contents: messagingApi.FlexComponent[], style: Partial<messagingApi.FlexBox> = {}) {
  return { type: 'box', layout: 'vertical', contents, ...style } satisfies messagingApi.FlexBox;
}

const noBreakSpace = '\u00A0';
/** Keeps the numbers on the line of the claim's last letter: before a full-width bracket a line may break. */
const wordJoiner = '\u2060';

/** The numbers of a claim's sources as they stand behind it. */
export function sourceNumbers(sources: readonly number[], maxNumbers: number): string {
  if (sources.length === 0) return '';
  const shown = [...sources.slice(0, maxNumbers), ...(sources.length > maxNumbers ? ['…'] : [])];
  return `${wordJoiner}［${shown.join(`,${noBreakSpace}`)}］`;
}

/** What a bubble is about, and a line that says how much stands behind it. */
export function bubbleHeader(title: string, note: string): messagingApi.FlexBox {
  return column(
    [text(title, { size: 'lg', weight: 'bold', color: '#FFFFFF' }), text(note, { size: 'xs', color: '#FFFFFF' })],
    { backgroundColor: colors.accent, paddingAll: 'lg', spacing: 'xs' },
  );
}

/** The button that leads to the web page; none without a page, or when LINE would refuse its link. */
export function pageButtons(pageUrl: string | undefined, label: string): messagingApi.FlexButton[] {
  const action = pageUrl === undefined ? undefined : openPage(pageUrl, label);
  return action ? [{ type: 'button', style: 'primary', height: 'sm', color: colors.accent, action }] : [];
}

/** An action that opens a web page; undefined when the link is none or longer than LINE takes ("URI action"). */
export function openPage(uri: string, label: string): messagingApi.URIAction | undefined {
  const link = webLink(uri);
  if (!link || link.length > lineLimits.uri) return undefined;
  return { type: 'uri', label: shortenLabel(label, lineLimits.flexLabelCodePoints), uri: link };
}
