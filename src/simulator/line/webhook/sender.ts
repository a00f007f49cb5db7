import { createHmac } from 'node:crypto';
import type { LineContext } from '../context.ts';
import type { WebhookDelivery } from '../simulator.ts';
import { isRecord } from '../validation/values.ts';
import type { WebhookEvent } from './events.ts';
import type { Outgoing } from './spoilt-events.ts';

/** How one request to the bot went; `detail` as in "Check webhook error causes and statistics". */
export type Attempt = { status: number | undefined; reason: WebhookDelivery['reason']; detail: string };

/** What is wrong with the signature, when something shall be. */
export type SignatureFault = 'wrong' | 'missing' | 'none-of-base64';

const answerTimeoutMs = 2000;
const notBase64 = '%%% no base64 %%%';

/** The value of `x-line-signature`: base64 of HMAC-SHA256 over the body ("Verify webhook signature"). */
export function signatureOf(body: string, channelSecret: string): string {
  return createHmac('sha256', channelSecret).update(body, 'utf8').digest('base64');
}

/** How a body is sent. */
type SendOptions = {
  signatureFault?: SignatureFault;
  /** What the journal says of the faults that the body met. */
  marks?: readonly string[];
  /** The attempt whose journal entry comes before. */
  notedAfter?: Promise<unknown>;
};

/** Sends events to a webhook URL once, as LINE does: signed, with two seconds to answer, following no redirect. */
export async function postEvents(
  context: LineContext,
  url: string,
  events: readonly WebhookEvent[],
  { signatureFault, marks = [], notedAfter }: SendOptions = {},
): Promise<Attempt> {
  const body = bodyOf(context, events);
  const headers: Record<string, string> = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'LineBotWebhook/2.0',
    ...signatureHeader(body, context.channel.channelSecret, signatureFault),
  };
  const entry = entryOf(context, url, body);
  const { attempt, answer } = await post(url, body, headers);
  await notedAfter;
  const faults = attempt.reason === 'ok' ? marks : [...marks, attempt.reason];
  context.journal.add({
    ...entry,
    requestHeaders: headers,
    status: attempt.status,
    responseBody: answer,
    ...(faults.length > 0 ? { fault: faults.join(', ') } : {}),
  });
  return attempt;
}

/** Puts events that a fault loses on their way into the journal. */
export function noteLost(context: LineContext, url: string, { events, marks }: Outgoing): void {
  const entry = entryOf(context, url, bodyOf(context, events));
  context.journal.add({
    ...entry,
    requestHeaders: {},
    status: undefined,
    responseBody: undefined,
    fault: marks.join(', '),
  });
}

function bodyOf({ channel }: LineContext, events: readonly WebhookEvent[]): string {
  return JSON.stringify({ destination: channel.botUserId, events });
}

function entryOf({ clock }: LineContext, url: string, body: string) {
  return {
    atMs: clock.nowMs(),
    side: 'line-webhook',
    method: 'POST',
    path: url,
    route: 'webhook',
    matched: true,
    requestBody: JSON.parse(body),
  } as const;
}

function signatureHeader(body: string, secret: string, fault: SignatureFault | undefined): Record<string, string> {
  switch (fault) {
    case undefined:
      return { 'x-line-signature': signatureOf(body, secret) };
    case 'wrong':
      return { 'x-line-signature': signatureOf(body, `${secret}-not`) };
    case 'none-of-base64':
      return { 'x-line-signature': notBase64 };
    case 'missing':
      return {};
  }
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ attempt: Attempt; answer?: string }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    const answer = await response.text();
    const { status } = response;
    if (response.ok) return { attempt: { status, reason: 'ok', detail: String(status) }, answer };
    return { attempt: { status, reason: 'error_status_code', detail: String(status) }, answer };
  } catch (error) {
    return { attempt: { status: undefined, ...reasonOf(error) } };
  }
}

const connectionDetails: Record<string, string> = {
  ECONNREFUSED: 'Connection failed',
  EHOSTUNREACH: 'Connection failed',
  ENOTFOUND: 'Unknown host',
  EAI_AGAIN: 'DNS Query timeout',
  UND_ERR_CONNECT_TIMEOUT: 'Connection timeout',
  ETIMEDOUT: 'Connection timeout',
};

function reasonOf(error: unknown): Pick<Attempt, 'reason' | 'detail'> {
  if (isRecord(error) && error.name === 'TimeoutError') return { reason: 'request_timeout', detail: '' };
  const cause = isRecord(error) && isRecord(error.cause) ? error.cause : {};
  const detail = connectionDetails[String(cause.code)];
  if (detail) return { reason: 'could_not_connect', detail };
  return { reason: 'unclassified', detail: String(cause.code ?? error) };
}
