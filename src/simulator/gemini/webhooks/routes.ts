import { z } from 'zod';
import type { SimulatorClock } from '../../core/clock.ts';
import type { Answer, Call, Route } from '../../core/server.ts';
import { projectOf } from '../project.ts';
import { googleError } from '../wire/errors.ts';
import { parseBody } from '../wire/json.ts';
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
  /** By project and id, as `webhookKey` joins them. */
  registered: Map<string, RegisteredWebhook>;
  newWebhookId: () => string;
  newSecret: () => string;
  ping: (webhook: RegisteredWebhook) => void;
};

const base = '/(?:v1|v1beta|v1alpha)/webhooks';

const webhookKey = ({ project, id }: Pick<RegisteredWebhook, 'project' | 'id'>) => `${project}/${id}`;

const rotation = z.looseObject({
  revocation_behavior: z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(['revoke_previous_secrets_after_h24', 'revoke_previous_secrets_immediately']))
    .optional(),
});

/** Create, list, get, update, delete, rotate and ping ("Webhooks API reference"): snake_case in both directions. */
export function webhookRoutes(options: WebhookRoutesOptions): Route[] {
  const { clock, registered } = options;
  let seq = 0;

  function create(call: Call): Answer {
    const parsed = fields.safeParse(parseBody(call.rawBody));
    if (!parsed.success || !parsed.data.uri || !parsed.data.subscribed_events) {
      return googleError('INVALID_ARGUMENT', 'A webhook needs a uri and subscribed_events.');
    }
    const project = projectOf(call);
    const id = call.query.get('webhook_id') ?? options.newWebhookId();
    if (registered.has(webhookKey({ project, id })))
      return googleError('FAILED_PRECONDITION', `Webhook ${id} already exists.`);
    const now = clock.nowMs();
    const secret = options.newSecret();
    const webhook: RegisteredWebhook = {
      seq: ++seq,
      project,
      id,
      name: parsed.data.name,
      uri: parsed.data.uri,
      subscribedEvents: parsed.data.subscribed_events,
      state: 'enabled',
      createdAtMs: now,
      updatedAtMs: now,
      secrets: [{ secret, expiresAtMs: undefined }],
    };
    registered.set(webhookKey(webhook), webhook);
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
    const parsed = rotation.safeParse(parseBody(call.rawBody));
    if (!parsed.success) return googleError('INVALID_ARGUMENT', 'Invalid value at revocation_behavior.');
    const secret = options.newSecret();
    rotateSecret(webhook, secret, clock, parsed.data.revocation_behavior === 'revoke_previous_secrets_immediately');
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
      const webhook = registered.get(webhookKey({ project: projectOf(call), id: call.params.id ?? '' }));
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
        const mine = [...registered.values()].filter((webhook) => webhook.project === projectOf(call));
        const { items, nextPageToken } = pageOf(mine, call, { usual: 50, most: 1000 });
        return { status: 200, body: { webhooks: items.map(webhookResource), next_page_token: nextPageToken } };
      },
    },
    onOne('webhooksGet', 'GET', '', (webhook) => ({ status: 200, body: webhookResource(webhook) })),
    onOne('webhooksUpdate', 'PATCH', '', update),
    onOne('webhooksDelete', 'DELETE', '', (webhook) => {
      registered.delete(webhookKey(webhook));
      return { status: 200, body: {} };
    }),
    onOne('webhooksRotate', 'POST', '(?::rotateSigningSecret|/rotate_secret)', rotate),
    onOne('webhooksPing', 'POST', ':ping', (webhook) => {
      options.ping(webhook);
      return { status: 200, body: {} };
    }),
  ];
}
