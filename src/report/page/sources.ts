import { claimsOf } from '../claims.ts';
import { webLink } from '../links.ts';
import type { Report, Source } from '../report.ts';
import { type ArticleContext, subheading } from './claims.ts';
import { type Html, html } from './html.ts';

/** The numbered list of sources that the claims link to; each shows its title and leads through Google's redirect. */
export function sourceList(report: Report, context: ArticleContext): Html | undefined {
  if (report.sources.length === 0) return undefined;
  const cited = claimsOf(report).flatMap((claim) => claim.sources);
  const timesCited = (source: Source) => cited.filter((number) => number === source.number).length;
  return html`<section class="sources">
${subheading(context, html`${context.texts.sources}`)}
<ol>
${report.sources.map((source) => item(source, timesCited(source), context))}</ol>
</section>
`;
}

function item(source: Source, timesCited: number, { id, texts }: ArticleContext): Html {
  const link = webLink(source.uri);
  const title = html`<bdi>${source.title || source.uri}</bdi>`;
  const shown = link ? html`<a href="${link}" rel="noreferrer noopener nofollow">${title}</a>` : title;
  const note = timesCited > 0 ? html` <small>${texts.citedBy(timesCited)}</small>` : undefined;
  return html`<li id="${id}-s${source.number}" value="${source.number}">${shown}${note}</li>
`;
}
