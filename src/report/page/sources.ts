import type { CitedSource } from '../cited-sources.ts';
import { webLink } from '../links.ts';
import { type ArticleContext, subheading } from './claims.ts';
import { type Html, html } from './html.ts';

/** The numbered list of sources that the claims link to; each shows its title and leads through Google's redirect. */
export function sourceList(sources: readonly CitedSource[], context: ArticleContext): Html | undefined {
  if (sources.length === 0) return undefined;
  return html`<section class="sources">
${subheading(context, html`${context.texts.sources}`)}
<ol>
${sources.map((source) => item(source, context))}</ol>
</section>
`;
}

function item({ number, uri, title, timesCited }: CitedSource, { id, texts }: ArticleContext): Html {
  const link = webLink(uri);
  const name = html`<bdi>${title || uri}</bdi>`;
  const shown = link ? html`<a href="${link}" rel="noreferrer noopener nofollow">${name}</a>` : name;
  return html`<li id="${id}-s${number}" value="${number}">${shown} <small>${texts.citedBy(timesCited)}</small></li>
`;
}
