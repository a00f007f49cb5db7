import type { SimulatorClock } from '../../core/clock.ts';
import { Refused } from '../../core/control.ts';
import type { Route } from '../../core/server.ts';
import type { Batch } from '../batches/batch.ts';
import type { GeminiSettings } from '../settings.ts';
import type { SigningKeys } from './keys.ts';
import { batchEventBody, type EventForm, eventBody, type Message, type Target } from './message.ts';
import { liveSecrets, type RegisteredWebhook } from './registered.ts';
import { webhookRoutes } from './routes.ts';
import type { Sender } from './sender.ts';

/** An event to be sent by hand. */
export type ManualDelivery = {
  /** Sends the event of this job again, with its webhook id. */
  batchId?: string;
  /** Sends an event about a job that is not the receiver's. */
  foreign?: boolean;
  /** Event type of a foreign or made-up event; default `batch.succeeded`. */
  type?: string;
  /** Default: where the job's event went, or the last event of any. */
  uri?: string;
  wrongSignature?: boolean;
  /** Signs as of so many seconds ago. */
  ageSeconds?: number;
  /** How often the same event is sent; default 1. */
  times?: number;
};

/** The sender's side of "Webhooks". */
export type Webhooks = {
  routes: Route[];
  batchEnded: (batch: Batch) => void;
  /** Sends now and resolves to the statuses; undefined stands for no answer. Throws when nothing fits the wish. */
  deliver: (wish: ManualDelivery) => Promise<(number | undefined)[]>;
  registered: () => RegisteredWebhook[];
  reset: () => void;
};

/** What the sender of events needs. */
export type WebhooksOptions = {
  clock: SimulatorClock;
  sender: Sender;
  keys: SigningKeys;
  settings: EventForm & Pick<GeminiSettings, 'pingEventType' | 'disableFailingWebhooks'>;
  /** Address of this server. */
  origin: () => string;
  newMessageId: () => string;
  newWebhookId: () => string;
  newBatchId: () => string;
  newSecret: () => string;
};

const rememberedMessages = 1000;

/** Starts without registered endpoints. */
export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { clock, sender, settings } = options;
  const registered = new Map<string, RegisteredWebhook>();
  let sent: Message[] = [];

  function dispatch(message: Message) {
    sent = [...sent.slice(1 - rememberedMessages), message];
    sender.dispatch(message);
  }

  const targetOf = (webhook: RegisteredWebhook): Target => ({
    uri: webhook.uri,
    secrets: () => liveSecrets(webhook, clock.nowMs()),
    gaveUp() {
      if (settings.disableFailingWebhooks) webhook.state = 'disabled_due_to_failed_deliveries';
    },
  });

  function targetsOf(batch: Batch, type: string): Target[] {
    if (batch.webhookConfig) return batch.webhookConfig.uris.map((uri) => ({ uri, secrets: 'google' }));
    const listening = [...registered.values()].filter(
      (w) => w.project === batch.project && w.state === 'enabled' && w.subscribedEvents.includes(type),
    );
    return listening.map(targetOf);
  }

  function messageFor(wish: ManualDelivery): Message {
    const like = sent.findLast((m) => (wish.batchId === undefined ? true : m.batchId === wish.batchId));
    if (wish.batchId !== undefined && !like) throw new Refused(`No event was sent for batch ${wish.batchId}.`);
    if (like && !wish.foreign && wish.type === undefined) {
      return { ...like, target: wish.uri === undefined ? like.target : { ...like.target, uri: wish.uri } };
    }
    const uri = wish.uri ?? like?.target.uri;
    if (uri === undefined) throw new Refused('No event was sent yet: say which uri to send to.');
    const id = wish.foreign || !like?.batchId ? options.newBatchId() : like.batchId;
    const body = eventBody(wish.type ?? 'batch.succeeded', clock.nowMs(), { id: `batches/${id}` });
    return { webhookId: options.newMessageId(), batchId: id, target: { uri, secrets: 'google' }, body };
  }

  return {
    routes: [
      ...webhookRoutes({
        clock,
        registered,
        newWebhookId: options.newWebhookId,
        newSecret: options.newSecret,
        ping(webhook) {
          const body = eventBody(settings.pingEventType, clock.nowMs(), { id: webhook.id });
          dispatch({ webhookId: options.newMessageId(), batchId: undefined, target: targetOf(webhook), body });
        },
      }),
      {
        name: 'jwks',
        method: 'GET',
        pattern: /^\/\.well-known\/jwks\.json$/,
        handle: async () => ({ status: 200, body: await options.keys.jwks() }),
      },
    ],
    batchEnded(batch) {
      const type = `batch.${batch.state.toLowerCase()}`;
      for (const target of targetsOf(batch, type)) {
        const body = batchEventBody(batch, clock.nowMs(), settings, options.origin());
        dispatch({ webhookId: options.newMessageId(), batchId: batch.id, target, body });
      }
    },
    async deliver(wish) {
      const message = messageFor(wish);
      const statuses: (number | undefined)[] = [];
      for (let count = 0; count < (wish.times ?? 1); count++) {
        const { wrongSignature, ageSeconds } = wish;
        statuses.push(await sender.attempt(message, { wrongSignature, ageSeconds, fault: 'by-hand' }));
      }
      return statuses;
    },
    registered: () => [...registered.values()],
    reset() {
      registered.clear();
      sent = [];
      sender.reset();
    },
  };
}
