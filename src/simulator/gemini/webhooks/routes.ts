import { z } from 'zod';
import type { SimulatorClock } from '../../core/clock.ts';
import type { Answer, Call, Route } from '../../core/server.ts';
import { googleError } from '../wire/errors.ts';
import { isRecord, parseBody } from '../wire/json.ts';
import { pageOf } from '../wire/paging.ts';
import { type RegisteredWebhook, rotateSecret, webhookResource } from './registered.ts';

const fields = z.looseObject({
  name: z.string().optional(),
  uri: z.url().optional(),
  subscribed_events: z.array(z.string()).optional(),
  state: z.enum(['enabled', 'disabled']).optional(),
});

/** What the routes of registered webhooks need. */
export type WebhookRoutesOptions = {
  clock: SimulatorClock;
  registered: Map<string, RegisteredWebhook>;
  newWebhookId: () => string;
  newSecret: () => string;
  ping: (webhook: RegisteredWebhook) => void;
};

const base = '/(?:v1|v1beta|v1alpha)/webhooks';

/** Create, list, get, update, delete, rotate and ping ("Webhooks API reference"): snake_case in both directions. */
export function webhookRoutes(options: WebhookRoutesOptions): Route[] {
  const { clock, registered } = options;
  let seq = 0;

  function create(call: Call): Answer {
    const parsed = fields.safeParse(parseBody(call.rawBody));
    if (!parsed.success || !parsed.data.uri || !parsed.data.subscribed_events) {
      return googleError('INVALID_ARGUMENT', 'A webhook needs a uri and subscribed_events.');
    }
    const id = call.query.get('webhook_id') ?? options.newWebhookId();
    if (registered.has(id)) return googleError('FAILED_PRECONDITION', `Webhook ${id} already exists.`);
    const now = clock.nowMs();
    const secret = options.newSecret();
    const webhook: RegisteredWebhook = {
      seq: ++seq,
      id,
      name: parsed.data.name,
      uri: parsed.data.uri,
      subscribedEvents: parsed.data.subscribed_events,
      state: 'enabled',
      createdAtMs: now,
      updatedAtMs: now,
      secrets: [{ secret, expiresAtMs: undefined }],
    };
    registered.set(id, webhook);
    return { status: 200, body: { ...webhookResource(webhook), new_signing_secret: secret } };
  }

  function update(webhook: RegisteredWebhook, call: Call): Answer {
    const parsed = fields.safeParse(parseBody(call.rawBody));
    if (!parsed.success) return googleError('INVALID_ARGUMENT', 'Invalid value in the webhook.');
    const mask = call.query.get('update_mask')?.split(',');
    const masked = (name: string) => !mask || mask.includes(name);
    const { name, uri, subscribed_events: events, state } = parsed.data;
    if (name !== undefined && masked('name')) webhook.name = name;
    if (uri !== undefined && masked('uri')) webhook.uri = uri;
    if (events !== undefined && masked('subscribed_events')) webhook.subscribedEvents = events;
    if (state !== undefined && masked('state')) webhook.state = state;
    webhook.updatedAtMs = clock.nowMs();
    return { status: 200, body: webhookResource(webhook) };
  }

  function rotate(webhook: RegisteredWebhook, call: Call): Answer {
    const body = parseBody(call.rawBody);
    const asked = isRecord(body) ? body.revocation_behavior : undefined;
    const secret = options.newSecret();
    rotateSecret(webhook, secret, clock, typeof asked === 'string' && /_immediately$/i.test(asked));
    return { status: 200, body: { secret } };
  }

  const onOne = (
    name: string,
    method: string,
    verb: string,
    handle: (webhook: RegisteredWebhook, call: Call) => Answer,
  ): Route => ({
    name,
    method,
    pattern: new RegExp(`^${base}/(?<id>[^/:]+)${verb}$`),
    handle(call) {
      const webhook = registered.get(call.params.id ?? '');
      return webhook ? handle(webhook, call) : googleError('NOT_FOUND', 'Requested entity was not found.');
    },
  });

  return [
    { name: 'webhooksCreate', method: 'POST', pattern: new RegExp(`^${base}$`), handle: create },
    {
      name: 'webhooksList',
      method: 'GET',
      pattern: new RegExp(`^${base}$`),
      handle(call) {
        const { items, nextPageToken } = pageOf([...registered.values()], call, 50);
        return { status: 200, body: { webhooks: items.map(webhookResource), next_page_token: nextPageToken } };
      },
    },
    onOne('webhooksGet', 'GET', '', (webhook) => ({ status: 200, body: webhookResource(webhook) })),
    onOne('webhooksUpdate', 'PATCH', '', update),
    onOne('webhooksDelete', 'DELETE', '', (webhook) => {
      registered.delete(webhook.id);
      return { status: 200, body: {} };
    }),
    onOne('webhooksRotate', 'POST', '(?::rotateSigningSecret|/rotate_secret)', rotate),
    onOne('webhooksPing', 'POST', ':ping', (webhook) => {
      options.ping(webhook);
      return { status: 200, body: {} };
    }),
  ];
}
