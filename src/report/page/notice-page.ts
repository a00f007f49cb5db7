import type { Language } from '../../workflows/contract.ts';
import type { NoticeKind } from '../texts/catalogue.ts';
import { reportTexts } from '../texts/index.ts';
import { html } from './html.ts';
import { layout, productName } from './layout.ts';

/**
 * The page in place of a report that is not there. It does not reload by itself while the report is being made: whoever
 * has it read aloud would hear it begin again (WCAG 2.2, "Timing Adjustable").
 */
export function renderNoticePage(input: { language: Language; kind: NoticeKind }): string {
  const { title, text } = reportTexts(input.language).notices[input.kind];
  const content = html`<div class="notice"><h1>${title}</h1><p>${text}</p></div>`;
  return layout({ language: input.language, title: `${title} | ${productName}`, content });
}
