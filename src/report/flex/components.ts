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

/** An action that opens a web page; undefined when the link is none or longer than LINE takes ("URI action"). */
export function openPage(uri: string, label: string): messagingApi.URIAction | undefined {
  const link = webLink(uri);
  if (!link || link.length > lineLimits.uri) return undefined;
  return { type: 'uri', label: shortenLabel(label, lineLimits.flexLabelCodePoints), uri: link };
}
