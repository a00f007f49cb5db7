import { z } from 'zod';
import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { errorAnswer } from '../errors.ts';
import type { WebhookDelivery } from '../simulator.ts';
import { rateLimits } from '../state/rate-limits.ts';
import { fieldsAnswer } from '../validation/messages.ts';
import { postEvents } from '../webhook/sender.ts';

const setFields = z.looseObject({ endpoint: z.string().min(1, { error: 'May not be empty' }) });
const testFields = z.looseObject({ endpoint: z.string().optional() });

/** What `detail` says where the sender's own statistics have nothing or something else ("Test webhook endpoint"). */
const details: Partial<Record<WebhookDelivery['reason'], string>> = {
  request_timeout: 'Request timeout',
  unclassified: 'N/A',
};

/** Reading, setting and testing the webhook URL ("Webhook settings" of the reference). */
export function webhookEndpoints(context: LineContext): Endpoint[] {
  const pattern = /^\/v2\/bot\/channel\/webhook\/endpoint$/;
  return [
    {
      name: 'get-webhook-endpoint',
      method: 'GET',
      pattern,
      limit: rateLimits.webhookEndpoint,
      handle() {
        const { url } = context.webhook;
        return url === undefined ? noEndpoint() : { status: 200, body: { endpoint: url, active: true } };
      },
    },
    {
      name: 'set-webhook-endpoint',
      method: 'PUT',
      pattern,
      body: 'json',
      limit: rateLimits.webhookEndpoint,
      handle: ({ body }) => setEndpoint(context, body),
    },
    {
      name: 'test-webhook-endpoint',
      method: 'POST',
      pattern: /^\/v2\/bot\/channel\/webhook\/test$/,
      body: 'json',
      limit: rateLimits.hourly,
      handle: ({ body }) => testEndpoint(context, body),
    },
  ];
}

/** Whether LINE would take this webhook URL; plain HTTP is taken for this machine only, unlike on LINE. */
function isWebhookUrl(url: string): boolean {
  if (url.length > 500 || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}

function setEndpoint(context: LineContext, body: unknown): Answer {
  const refused = fieldsAnswer(setFields, body);
  if (refused) return refused;
  const { endpoint } = setFields.parse(body);
  if (!isWebhookUrl(endpoint)) return invalidUrl();
  context.webhook.url = endpoint;
  return { status: 200, body: {} };
}

async function testEndpoint(context: LineContext, body: unknown): Promise<Answer> {
  const refused = fieldsAnswer(testFields, body);
  if (refused) return refused;
  const url = testFields.parse(body).endpoint ?? context.webhook.url;
  if (url === undefined) return noEndpoint();
  if (!isWebhookUrl(url)) return invalidUrl();
  const { status, reason, detail } = await postEvents(context, url, []);
  return {
    status: 200,
    body: {
      success: reason === 'ok',
      timestamp: new Date(context.clock.nowMs()).toISOString(),
      statusCode: status ?? 0,
      reason: reason.toUpperCase(),
      detail: details[reason] ?? detail,
    },
  };
}

function invalidUrl(): Answer {
  return errorAnswer(400, 'Invalid webhook endpoint URL');
}

function noEndpoint(): Answer {
  return errorAnswer(404, 'Webhook endpoint not found');
}
