import type { FastifyInstance } from 'fastify';
import { type GeminiWebhookEvent, GeminiWebhookRejected } from '../../gemini/webhook.ts';
import { TemporalUnavailable } from '../../temporal/deadline.ts';
import { findByBatch, nudge, type RunRef } from '../../temporal/running-analyses.ts';
import type { ApiContext } from '../context.ts';
import { rawJsonBody } from '../plugins/raw-body.ts';

/**
 * `POST /webhooks/gemini`: a verified event only nudges the workflow that waits for the batch.
 *
 * 401: not signed by Google or by our secrets. 503: Temporal is away, or Google's keys cannot be read; Google comes again. 200:
 * signed, also when it is about a batch that is not ours or whose workflow has ended, or about something else than a batch.
 */
export async function geminiWebhook(app: FastifyInstance, { api }: { api: ApiContext }): Promise<void> {
  await app.register(rawJsonBody);
  app.post<{ Body: Buffer }>('/webhooks/gemini', async (request, reply) => {
    let outcome: string;
    try {
      outcome = await deliver(api, await api.verifyGeminiWebhook(request.body, singleHeaders(request.headers)));
    } catch (error) {
      if (error instanceof TemporalUnavailable) api.durableCalls.failed();
      const { status, text, label } = refusal(error);
      api.metrics.geminiWebhooks.inc({ outcome: label });
      api.logger.warn({ label }, 'a Gemini webhook was not taken');
      return reply.code(status).send({ error: text });
    }
    if (outcome === 'nudged') api.durableCalls.succeeded();
    api.metrics.geminiWebhooks.inc({ outcome });
    return reply.code(200).send({});
  });
}

async function deliver(api: ApiContext, event: GeminiWebhookEvent): Promise<'nudged' | 'ended' | 'foreign'> {
  const run = await findRun(api, event);
  if (!run) return 'foreign';
  return (await nudge(api.temporal, api.budgets.geminiMs, run, event.webhookId)) ? 'nudged' : 'ended';
}

/** The sealed workflow id that we gave with the job; without it, the search attribute. */
async function findRun(api: ApiContext, { userMetadata, batchName }: GeminiWebhookEvent): Promise<RunRef | undefined> {
  const workflowId = userMetadata.hyoban ? api.keyRing.openText(userMetadata.hyoban) : undefined;
  if (workflowId?.startsWith('analysis:')) return { workflowId };
  return /^batches\/[a-z0-9-]{1,64}$/.test(batchName)
    ? findByBatch(api.temporal, api.budgets.geminiMs, batchName)
    : undefined;
}

function refusal(error: unknown): { status: number; text: string; label: string } {
  if (error instanceof GeminiWebhookRejected && error.reason === 'keys-unavailable') {
    return {
      status: 503,
      text: 'The keys of Google cannot be read now; please deliver again.',
      label: 'keys-unavailable',
    };
  }
  if (error instanceof GeminiWebhookRejected) return { status: 401, text: error.message, label: 'rejected' };
  if (error instanceof TemporalUnavailable)
    return { status: 503, text: 'Please deliver again.', label: 'temporal-away' };
  throw error;
}

function singleHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]));
}
