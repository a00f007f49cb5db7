import type { SimulatorClock } from '../../core/clock.ts';
import { timestamp } from '../wire/json.ts';

/** An endpoint that somebody registered ("Webhooks API reference"). */
export type RegisteredWebhook = {
  seq: number;
  project: string;
  id: string;
  name: string | undefined;
  uri: string;
  subscribedEvents: string[];
  state: 'enabled' | 'disabled' | 'disabled_due_to_failed_deliveries';
  createdAtMs: number;
  updatedAtMs: number;
  secrets: { secret: string; expiresAtMs: number | undefined }[];
};

/** After a rotation the old secret signs for 24 hours more, unless it is revoked at once. */
const overlapMs = 24 * 60 * 60 * 1000;

/** Secrets that sign now. */
export function liveSecrets(webhook: RegisteredWebhook, nowMs: number): string[] {
  return webhook.secrets
    .filter(({ expiresAtMs }) => expiresAtMs === undefined || nowMs < expiresAtMs)
    .map(({ secret }) => secret);
}

/** Gives the webhook a new secret and retires the others. */
export function rotateSecret(webhook: RegisteredWebhook, secret: string, clock: SimulatorClock, atOnce: boolean): void {
  const now = clock.nowMs();
  const retired = webhook.secrets.map((old) => ({
    secret: old.secret,
    expiresAtMs: Math.min(old.expiresAtMs ?? Infinity, atOnce ? now : now + overlapMs),
  }));
  webhook.secrets = [...retired.filter((old) => now < old.expiresAtMs), { secret, expiresAtMs: undefined }];
  webhook.updatedAtMs = now;
}

/** The Webhook resource, in snake_case; secrets are shown shortened. */
export function webhookResource(webhook: RegisteredWebhook): Record<string, unknown> {
  return {
    id: webhook.id,
    ...(webhook.name === undefined ? {} : { name: webhook.name }),
    uri: webhook.uri,
    subscribed_events: webhook.subscribedEvents,
    state: webhook.state,
    create_time: timestamp(webhook.createdAtMs),
    update_time: timestamp(webhook.updatedAtMs),
    signing_secrets: webhook.secrets.map(({ secret, expiresAtMs }) => ({
      truncated_secret: `whsec_...${secret.slice(-4)}`,
      ...(expiresAtMs === undefined ? {} : { expire_time: timestamp(expiresAtMs) }),
    })),
  };
}
