import type { Language } from '../../workflows/contract.ts';
import type { NoticeKind } from '../texts/catalogue.ts';
import { reportTexts } from '../texts/index.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';

const refreshAfterSeconds = 20;

/** The page in place of a report that is not there; while it is being made, the page asks again by itself. */
export function renderNoticePage(input: { language: Language; kind: NoticeKind }): string {
  const { title, text } = reportTexts(input.language).notices[input.kind];
  const content = html`<div class="notice"><h1>${title}</h1><p>${text}</p></div>`;
  if (input.kind !== 'not-ready') return layout({ language: input.language, title, content });
  const head = html`<meta http-equiv="refresh" content="${refreshAfterSeconds}">`;
  return layout({ language: input.language, title, head, content });
}
