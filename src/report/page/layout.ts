import type { Language } from '../../workflows/contract.ts';
import { type Html, html, trusted } from './html.ts';
import { pageStyle } from './style.ts';

/** What a link that is passed on shows of the page: the report itself is for the person who asked for it. */
export const productName = '評判 Hyoban';

/** A whole page around its content. */
export function layout(input: { language: Language; title: string; content: Html }): string {
  const { language, title, content } = input;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<meta name="color-scheme" content="light dark">
<meta property="og:title" content="${productName}">
<title>${title}</title>
<style>${trusted(pageStyle)}</style>
</head>
<body>
<header class="brand" translate="no"><span lang="ja">評判</span> Hyoban</header>
<main>
${content}
</main>
</body>
</html>
`.markup;
}
