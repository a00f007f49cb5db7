import compress from '@fastify/compress';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { languageFrom } from '../../line/texts/index.ts';
import { renderNoticePage, renderReportPage, reportPageHeaders } from '../../report/page/index.ts';
import { TemporalUnavailable } from '../../temporal/deadline.ts';
import { type FoundReport, readReport } from '../../temporal/reports.ts';
import { type ApiContext, budgets } from '../context.ts';

/** Pages a minute from one address. */
const pagesPerMinute = 120;

/** `GET /r/{token}`: the report behind an unguessable link, read from its run; nothing else stores reports. */
export async function reportPage(app: FastifyInstance, { api }: { api: ApiContext }): Promise<void> {
  await app.register(rateLimit, { max: pagesPerMinute, timeWindow: '1 minute' });
  // The fullest report is 87 KB of text that repeats itself: a tenth of it goes over a slow line.
  await app.register(compress, { encodings: ['gzip', 'identity'] });
  app.get<{ Params: { token: string } }>('/r/:token', async (request, reply) => {
    const found = await find(api, request.params.token);
    return reply
      .code(statusOf[found.kind])
      .headers(reportPageHeaders(found.kind === 'report' ? found.result.reports : []))
      .type('text/html; charset=utf-8')
      .send(render(found, api, request));
  });
}

type Shown = FoundReport | { kind: 'away' };

const statusOf = { report: 200, 'not-ready': 200, 'not-found': 404, expired: 410, away: 503 } as const;

async function find(api: ApiContext, token: string): Promise<Shown> {
  try {
    return await readReport(api.temporal, budgets.pageMs, api.keyRing, token);
  } catch (error) {
    if (error instanceof TemporalUnavailable) return { kind: 'away' };
    throw error;
  }
}

function render(found: Shown, api: ApiContext, request: FastifyRequest): string {
  const language = languageFrom(request.headers['accept-language']?.split(',')[0], api.settings.defaultLanguage);
  switch (found.kind) {
    case 'report': {
      const { reports, comparison, language: reportLanguage, finishedAtMs } = found.result;
      return renderReportPage({ reports, comparison, language: reportLanguage, createdAtMs: finishedAtMs });
    }
    case 'away':
      return renderNoticePage({ language, kind: 'not-ready' });
    case 'not-ready':
    case 'not-found':
    case 'expired':
      return renderNoticePage({ language, kind: found.kind });
  }
}
