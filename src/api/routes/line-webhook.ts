import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseButtonData } from '../../line/button-data.ts';
import { BadWebhookBody, parseWebhookBody } from '../../line/events.ts';
import type { LineEvent } from '../../line/line-event.ts';
import { temporalAwayMessages } from '../../line/messages/temporal-away.ts';
import { isLineSignature, isValidLineSignature } from '../../line/signature.ts';
import { TemporalUnavailable } from '../../temporal/deadline.ts';
import type { ApiContext } from '../context.ts';
import { handleEvent } from '../events/handle-event.ts';
import { wasSearchStarted } from '../events/was-search-started.ts';
import { rawJsonBody } from '../plugins/raw-body.ts';
import { watchRejectedSenders } from '../rejected-senders.ts';

/** LINE states no limit; a delivery of a hundred long messages stays below. */
const bodyLimitBytes = 1024 * 1024;
/** What is read and hashed even of a limited sender, so that no delivery of LINE is refused; they take a few kilobytes. */
const alwaysReadBytes = 64 * 1024;

/**
 * `POST /webhooks/line`: signature over the raw bytes, one durable call per event, 200.
 *
 * 401 bad or missing signature, 400 not JSON or not a webhook, 413 more than 1 MiB, 415 wrong type, 429 unsigned from a
 * sender of many of those; 503 when Temporal is away and LINE's redelivery is on. Follows "Receive messages (webhook)" and "Verify webhook signature".
 */
export async function lineWebhook(app: FastifyInstance, { api }: { api: ApiContext }): Promise<void> {
  await app.register(rawJsonBody);
  const senders = watchRejectedSenders(app);
  app.addHook('onRequest', async (request, reply) => {
    if (!senders.isLimited(request)) return;
    const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
    if (length > alwaysReadBytes || !isLineSignature(signatureOf(request))) return reply.code(429).send(tooMany);
  });
  app.post<{ Body: Buffer }>('/webhooks/line', { bodyLimit: bodyLimitBytes }, async (request, reply) => {
    if (!isValidLineSignature(request.body, api.settings.channelSecrets, signatureOf(request)))
      return senders.isLimited(request) ? reply.code(429).send(tooMany) : reply.code(401).send(doesNotFit);
    senders.accepted(request);
    const { events } = parseBody(request.body);
    const receivedAtMs = performance.now() - reply.elapsedTime;
    const reached = await Promise.all(events.map((event) => handleOne(api, event, receivedAtMs)));
    if (reached.every(Boolean) || !api.settings.lineRedelivery) return reply.code(200).send({});
    return reply.code(503).send({ error: 'Temporal cannot be reached; please deliver again.' });
  });
}

const tooMany = { error: 'Too many requests; please wait a minute.' };
const doesNotFit = { error: 'The signature in x-line-signature does not fit the body.' };
const signatureOf = ({ headers }: FastifyRequest) => headers['x-line-signature']?.toString();

function parseBody(rawBody: Buffer): { events: LineEvent[] } {
  try {
    return parseWebhookBody(rawBody);
  } catch (error) {
    throw error instanceof BadWebhookBody ? Object.assign(error, { statusCode: 400 }) : error;
  }
}

/** One failing event must not lose the others; false when Temporal could not be reached for it. */
async function handleOne(api: ApiContext, event: LineEvent, receivedAtMs: number): Promise<boolean> {
  try {
    const outcome = await handleEvent(api, { ...event, receivedAtMs });
    api.metrics.lineEvents.inc({ kind: event.kind, outcome });
    if (outcome === 'started' || outcome === 'signalled') api.durableCalls.succeeded();
    return true;
  } catch (error) {
    api.durableCalls.failed();
    const away = error instanceof TemporalUnavailable;
    api.metrics.lineEvents.inc({ kind: event.kind, outcome: away ? 'temporal-away' : 'failed' });
    api.logger.error(
      { kind: event.kind, webhookEventId: event.webhookEventId, err: error },
      'an event could not be handled',
    );
    if (!api.settings.lineRedelivery) askToTryAgain(api, event);
    return false;
  }
}

/** The event will not come again, so the person is asked to; a reply costs nothing. */
function askToTryAgain(api: ApiContext, event: LineEvent): void {
  if (event.kind === 'ignored') return;
  const { kind, replyToken, source, webhookEventId } = event;
  const button = kind === 'postback' ? parseButtonData(event.data) : undefined;
  const mayBeSearch = kind === 'location' || kind === 'text';
  api.replies.send(replyToken, async () => {
    if (mayBeSearch && (await wasSearchStarted(api, webhookEventId))) return [];
    return temporalAwayMessages({ language: await api.languageOf(source.userId), button });
  });
}
