import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageFrom } from '../line/texts/index.ts';
import { renderNoticePage, reportPageHeaders } from '../report/page/index.ts';
import type { NoticeKind } from '../report/texts/catalogue.ts';
import type { Language } from '../workflows/contract.ts';

const statusOf = {
  'not-ready': 200,
  'not-found': 404,
  expired: 410,
  'too-many': 429,
  'went-wrong': 500,
  away: 503,
} as const satisfies Record<NoticeKind, number>;

/** Answers with a page in the language of the person's browser, in place of a report. */
export function sendNotice(request: FastifyRequest, reply: FastifyReply, kind: NoticeKind, fallback: Language) {
  const language = languageFrom(request.headers['accept-language']?.split(',')[0], fallback);
  return reply
    .code(statusOf[kind])
    .headers(reportPageHeaders())
    .type('text/html; charset=utf-8')
    .send(renderNoticePage({ language, kind }));
}

/** Whether a browser asks, which shows its answer to a person: such a one gets a page, others `{ error }`. */
export function wantsPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}
