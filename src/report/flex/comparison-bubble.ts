import type { messagingApi } from '@line/bot-sdk';
import { shortenUtf16 } from '../../line/limits.ts';
import type { ShownComparisonClaim } from '../shown-comparison.ts';
import type { BubbleContext } from './bubble.ts';
import { bubbleHeader, colors, column, pageButtons, sourceNumbers, textWithNote } from './components.ts';

const maxForWhomUtf16 = 60;

/**
 * Which place suits whom as a Flex bubble ("Flex Message"). The numbers are those of each place's own bubble, which
 * stands behind this one and names the sources.
 */
export function comparisonBubble(
  claims: readonly ShownComparisonClaim[],
  restaurants: number,
  { texts, pageUrl, detail }: BubbleContext,
): messagingApi.FlexBubble {
  const shown = claims.slice(0, detail.comparisonClaims);
  const footer = pageButtons(pageUrl, texts.fullReport);
  return {
    type: 'bubble',
    header: bubbleHeader(texts.comparison.title, texts.comparison.compared(restaurants)),
    body: column(
      shown.map((claim) => claimBox(claim)),
      { spacing: 'lg', paddingAll: 'lg' },
    ),
    ...(footer.length > 0 && { footer: column(footer, { spacing: 'sm' }) }),
  };

  function claimBox({ forWhom, placeName, text: reason, sources }: ShownComparisonClaim): messagingApi.FlexBox {
    const line = texts.comparison.suits(
      shortenUtf16(forWhom, maxForWhomUtf16),
      shortenUtf16(placeName, detail.maxComparedNameUtf16),
    );
    const numbers = sourceNumbers(sources, detail.sourceNumbersPerClaim);
    const why = shortenUtf16(reason, detail.maxReasonUtf16).trim();
    return column(
      [
        textWithNote(line, why === '' ? numbers : '', { weight: 'bold', color: colors.accent }),
        ...(why === '' ? [] : [textWithNote(why, numbers)]),
      ],
      { spacing: 'xs' },
    );
  }
}
