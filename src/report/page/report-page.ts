import { cleanName } from '../../line/limits.ts';
import type { Language } from '../../workflows/contract.ts';
import { type CitedSource, citedSources } from '../cited-sources.ts';
import { webLink } from '../links.ts';
import type { Comparison, Report } from '../report.ts';
import { shownComparison } from '../shown-comparison.ts';
import type { ReportTexts } from '../texts/catalogue.ts';
import { reportTexts } from '../texts/index.ts';
import { type ArticleContext, sections, verdict } from './claims.ts';
import { comparisonSection } from './comparison.ts';
import { type Html, html } from './html.ts';
import { layout, productName } from './layout.ts';
import { sourceList } from './sources.ts';
import { suggestionsFrame } from './suggestions.ts';

/**
 * The page of one answer: one or several reports, led by what compares them, whole without any script. Send it with
 * `reportPageHeaders`.
 */
export function renderReportPage(input: {
  reports: Report[];
  comparison?: Comparison;
  language: Language;
  createdAtMs: number;
}): string {
  const { reports, language, createdAtMs } = input;
  const texts = reportTexts(language);
  const [only, ...others] = reports;
  const isOne = only !== undefined && others.length === 0;
  const title = isOne ? cleanName(only.placeName) : texts.reportsTitle(reports.length);
  const compared = shownComparison(input.comparison, reports);
  const cited = citedSources(reports, compared);
  const articles = reports.map((report, index) =>
    article(report, cited[index] ?? [], { id: articleId(index), texts, headingLevel: isOne ? 1 : 2 }),
  );
  const comparison = comparisonSection(compared, articleId, texts);
  const content = html`${isOne ? undefined : contents(reports, title, texts)}${comparison}${articles}<footer>
<p>${texts.howMade}</p>
<p>${madeAt(createdAtMs, language, texts)}</p>
</footer>`;
  return layout({ language, title: `${title} | ${productName}`, content });
}

const articleId = (index: number) => `r${index + 1}`;

function contents(reports: Report[], title: string, texts: ReportTexts): Html {
  const links = reports.map(
    (report, index) => html`<li><a href="#${articleId(index)}"><bdi>${cleanName(report.placeName)}</bdi></a></li>
`,
  );
  return html`<h1>${title}</h1>
<nav aria-label="${texts.contents}"><ul>
${links}</ul></nav>
`;
}

function article(report: Report, cited: CitedSource[], context: ArticleContext): Html {
  const { id, texts, headingLevel } = context;
  const name = html`<bdi>${cleanName(report.placeName)}</bdi>`;
  return html`<article id="${id}">
<header>
${headingLevel === 1 ? html`<h1>${name}</h1>` : html`<h2>${name}</h2>`}
<p class="facts">${texts.sourceCount(cited.length)}${mapsLink(report)}</p>
</header>
${verdict(report, context)}${sections(report, context)}${sourceList(cited, context)}${suggestions(report, texts)}</article>
`;
}

/** "Grounding with Google Maps": the attribution is the text "Google Maps", not translated and not broken. */
function mapsLink({ mapsUri }: Report): Html | undefined {
  const link = webLink(mapsUri);
  return link
    ? html`<a class="maps" translate="no" href="${link}" rel="noreferrer noopener nofollow">Google Maps</a>`
    : undefined;
}

function suggestions({ placeName, searchSuggestionsHtml }: Report, texts: ReportTexts): Html | undefined {
  const title = texts.named(cleanName(placeName), texts.alsoSearched);
  return searchSuggestionsHtml ? suggestionsFrame(searchSuggestionsHtml, title) : undefined;
}

function madeAt(createdAtMs: number, language: Language, texts: ReportTexts): Html {
  const createdAt = new Date(createdAtMs);
  const shown = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: texts.timeZone,
  }).format(createdAt);
  return html`<time datetime="${createdAt.toISOString()}">${texts.madeAt(shown)}</time>`;
}
