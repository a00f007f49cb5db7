import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';
import { renderReportPage, reportPageHeaders } from '../../report/page/index.ts';
import { TemporalUnavailable } from '../../temporal/deadline.ts';
import { type FoundReport, readReport } from '../../temporal/reports.ts';
import type { ApiContext } from '../context.ts';
import { sendNotice } from '../notice.ts';
import { limitPerMinute } from '../rate-limit.ts';

/** Pages a minute from one address. */
const pagesPerMinute = 120;

/** `GET /r/{token}`: the report behind an unguessable link, read from its run; nothing else stores reports. */
export async function reportPage(app: FastifyInstance, { api }: { api: ApiContext }): Promise<void> {
  app.addHook('onRequest', limitPerMinute(app, pagesPerMinute));
  // The fullest report is 87 KB of text that repeats itself: a tenth of it goes over a slow line.
  await app.register(compress, { encodings: ['gzip', 'identity'] });
  app.get<{ Params: { token: string } }>('/r/:token', async (request, reply) => {
    const found = await find(api, request.params.token);
    if (found.kind !== 'report') return sendNotice(request, reply, found.kind, api.settings.defaultLanguage);
    const { reports, comparison, language, finishedAtMs } = found.result;
    return reply
      .headers(reportPageHeaders(reports))
      .type('text/html; charset=utf-8')
      .send(renderReportPage({ reports, comparison, language, createdAtMs: finishedAtMs }));
  });
  // A link that was cut off gets a page even from a client that does not say it takes one.
  for (const url of ['/r', '/r/'])
    app.get(url, async (request, reply) => sendNotice(request, reply, 'not-found', api.settings.defaultLanguage));
}

async function find(api: ApiContext, token: string): Promise<FoundReport | { kind: 'away' }> {
  try {
    return await readReport(api.temporal, api.budgets.pageMs, api.keyRing, token);
  } catch (error) {
    if (error instanceof TemporalUnavailable) return { kind: 'away' };
    throw error;
  }
}
