import type { ShownComparisonClaim } from '../shown-comparison.ts';
import type { ReportTexts } from '../texts/catalogue.ts';
import { sourceLinks } from './claims.ts';
import { type Html, html } from './html.ts';

/** Which place suits whom; a place's name leads to its report, numbers to that report's sources. */
export function comparisonSection(
  claims: ShownComparisonClaim[],
  articleId: (placeIndex: number) => string,
  texts: ReportTexts,
): Html | undefined {
  if (claims.length === 0) return undefined;
  const items = claims.map((claim) => {
    const id = articleId(claim.placeIndex);
    return html`<li><strong dir="auto">${claim.forWhom}</strong> <span aria-hidden="true">→</span>
<a href="#${id}"><bdi>${claim.placeName}</bdi></a><br>
<span dir="auto">${claim.text}</span> ${sourceLinks(claim, { id, texts })}</li>
`;
  });
  return html`<section class="comparison" aria-labelledby="comparison">
<h2 id="comparison">${texts.comparison.title}</h2>
<ul>
${items}</ul>
</section>
`;
}
