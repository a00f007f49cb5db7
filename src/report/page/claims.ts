import { type ClaimSection, claimSections, countClaims } from '../claims.ts';
import type { Claim, Report } from '../report.ts';
import type { ReportTexts } from '../texts/catalogue.ts';
import { type Html, html } from './html.ts';

/** How the parts of one report are named and headed on a page that may show several. */
export type ArticleContext = { id: string; texts: ReportTexts; headingLevel: 1 | 2 };

/** A heading one level below the restaurant's name. */
export function subheading({ headingLevel }: ArticleContext, content: Html): Html {
  return headingLevel === 1 ? html`<h2>${content}</h2>` : html`<h3>${content}</h3>`;
}

/** The verdict as a sentence that stands out. */
export function verdict({ verdict: claim }: Report, context: ArticleContext): Html | undefined {
  if (!claim) return undefined;
  return html`<p class="verdict"><span class="label">${context.texts.verdict}</span>
<span dir="auto">${claim.text}</span> ${sourceLinks(claim, context)}</p>
`;
}

/** All lists of claims that have any. */
export function sections(report: Report, context: ArticleContext): Html {
  const shown = claimSections.filter((name) => report[name].length > 0);
  return html`<div class="sections">
${shown.map((name) => section(name, report[name], context))}</div>
`;
}

function section(name: ClaimSection, claims: Claim[], context: ArticleContext): Html {
  const { texts } = context;
  const title = html`${texts.sections[name]} <small>${texts.counts(countClaims(claims))}</small>`;
  return html`<section class="${name}">
${subheading(context, title)}
<ul>
${claims.map(
  (claim) => html`<li><span dir="auto">${claim.text}</span> ${sourceLinks(claim, context)}</li>
`,
)}</ul>
</section>
`;
}

/** The numbers of a claim's sources, each a link into the list of the article. */
export function sourceLinks({ sources }: Claim, { id, texts }: Pick<ArticleContext, 'id' | 'texts'>): Html {
  const links = sources.map(
    (number) => html`<a href="#${id}-s${number}" aria-label="${texts.sourceNumber(number)}">${number}</a>`,
  );
  return html`<span class="refs">${links}</span>`;
}
