import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import { deliveryKeyOf, type GeminiWebhookEvent, GeminiWebhookRejected } from '../../gemini/webhook.ts';
import { TemporalUnavailable } from '../../temporal/deadline.ts';
import { nudge } from '../../temporal/running-analyses.ts';
import type { ApiContext } from '../context.ts';
import { rawJsonBody } from '../plugins/raw-body.ts';
import { watchRejectedSenders } from '../rejected-senders.ts';
import { createWakeLimit } from '../wakes.ts';

const bodyLimitBytes = 64 * 1024;
/** Twice as long as a signature counts on either side of now. */
const deliveriesRememberedMs = 20 * 60_000;
const maxDeliveries = 10_000;

/**
 * `POST /webhooks/gemini`: a verified event only nudges the workflow that waits for the batch.
 *
 * 401: not signed by Google or by our secrets. 413: more than 64 KiB. 429: unsigned, from a sender of many of those. 503:
 * Temporal is away, Google's keys cannot be read, or too much is being verified; Google comes again. 200: signed, also when
 * it came before, when its workflow has ended or was woken often, and when it carries no workflow id that we have sealed.
 */
export async function geminiWebhook(app: FastifyInstance, { api }: { api: ApiContext }): Promise<void> {
  await app.register(rawJsonBody);
  const senders = watchRejectedSenders(app);
  const deliver = createDelivery(api);
  app.addHook('onRequest', async (request, reply) => {
    if (senders.isLimited(request) && !senders.mayTryAgain()) return reply.code(429).send(tooMany);
  });
  app.post<{ Body: Buffer }>('/webhooks/gemini', { bodyLimit: bodyLimitBytes }, async (request, reply) => {
    let outcome: Outcome;
    try {
      const headers = singleHeaders(request.headers);
      const event = await api.verifyGeminiWebhook(request.body, headers);
      outcome = await deliver(event, deliveryKeyOf(headers['webhook-signature'], event));
    } catch (error) {
      if (error instanceof TemporalUnavailable) api.durableCalls.failed();
      const { status, text, label } = refusal(error);
      api.metrics.geminiWebhooks.inc({ outcome: label });
      if (status === 401 && senders.isLimited(request)) return reply.code(429).send(tooMany);
      api.logger.warn({ label }, 'a Gemini webhook was not taken');
      return reply.code(status).send({ error: text });
    }
    if (outcome !== 'repeated') senders.accepted(request);
    if (outcome === 'nudged') api.durableCalls.succeeded();
    api.metrics.geminiWebhooks.inc({ outcome });
    return reply.code(200).send({});
  });
}

const tooMany = { error: 'Too many requests; please wait a minute.' };

/** `bounded`: its run was woken often enough. */
type Outcome = 'nudged' | 'ended' | 'foreign' | 'repeated' | 'bounded';

/** Wakes the run that an event names, once per delivery. A delivery that failed is forgotten, so that it may come again. */
function createDelivery(api: ApiContext): (event: GeminiWebhookEvent, key: string) => Promise<Outcome> {
  const seen = new LRUCache<string, true>({ max: maxDeliveries, ttl: deliveriesRememberedMs });
  const mayWake = createWakeLimit();
  return async (event, key) => {
    if (seen.has(key)) return 'repeated';
    const workflowId = sealedWorkflowId(api, event);
    if (event.isForAnotherAddress) {
      api.metrics.geminiWebhooksForOthers.inc();
      api.logger.warn('a Gemini webhook is signed for another address');
    }
    seen.set(key, true);
    if (workflowId === undefined) return 'foreign';
    if (!mayWake(workflowId)) return 'bounded';
    try {
      const { webhookId, batchName } = event;
      const update = { webhookId, batchName };
      return (await nudge(api.temporal, api.budgets.geminiMs, { workflowId }, update)) ? 'nudged' : 'ended';
    } catch (error) {
      seen.delete(key);
      throw error;
    }
  };
}

/** The sealed workflow id that we gave with the job. Nothing else names a run: anybody may name our address in a job. */
function sealedWorkflowId(api: ApiContext, { userMetadata }: GeminiWebhookEvent): string | undefined {
  const workflowId = userMetadata.hyoban ? api.keyRing.openText(userMetadata.hyoban, 'webhook-metadata') : undefined;
  // Version 1 bound nothing to its purpose, but a report link holds two words.
  return workflowId !== undefined && /^analysis:\S+$/.test(workflowId) ? workflowId : undefined;
}

function refusal(error: unknown): { status: number; text: string; label: string } {
  if (error instanceof GeminiWebhookRejected && error.isOurs)
    return { status: 503, text: 'It cannot be verified now; please deliver again.', label: error.reason };
  if (error instanceof GeminiWebhookRejected) return { status: 401, text: error.message, label: 'rejected' };
  if (error instanceof TemporalUnavailable)
    return { status: 503, text: 'Please deliver again.', label: 'temporal-away' };
  throw error;
}

function singleHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]));
}
