/** Markup that is safe to put into a page as it is. */
export type Html = { readonly markup: string };

type Content = Html | string | number | undefined | readonly Content[];

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Template tag that escapes every text put into it, for element content and quoted attributes; lists are joined. */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Html {
  return { markup: String.raw({ raw: strings }, ...contents.map(markupOf)) };
}

/** Markup that did not come from `html`: only for constants of ours. */
export const trusted = (markup: string): Html => ({ markup });

function markupOf(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string')
    return content.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);
  if (typeof content === 'number') return String(content);
  return 'markup' in content ? content.markup : content.map(markupOf).join('');
}
