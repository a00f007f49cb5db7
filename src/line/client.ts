import { HTTPFetchError, LineBotClient } from '@line/bot-sdk';
import { z } from 'zod';
import { BadLineCall } from './errors.ts';
import { inFetchScope, type Outcome } from './fetch-scope.ts';
import { chatIdPattern, userIdPattern } from './ids.ts';
import type { Message } from './messages/message.ts';

/** What every call takes besides its request. */
export type CallOptions = {
  signal?: AbortSignal;
  /** Instead of the timeout of the client, milliseconds. */
  timeoutMs?: number;
};

/** A send that LINE has taken. `sentMessageIds` is empty when its answer could not be read. */
type Accepted = {
  /** LINE's `x-line-request-id`, for the log; LINE keeps none that one could ask. */
  requestId?: string;
  sentMessageIds: string[];
};

/** The calls to LINE that the bot makes. Every one may throw what `classifyLineError` sorts. */
export type LineClient = {
  /** Sends up to 5 messages with a reply token ("Send reply message"). Without a retry key: never repeat an unclear one. */
  reply: (request: { replyToken: string; messages: Message[] }, options?: CallOptions) => Promise<Accepted>;
  /**
   * Sends up to 5 messages to a user, group or room under a retry key, a UUID that makes repeating safe for 24 hours
   * ("Retry failed API requests"). `already-accepted`: an earlier attempt with this key had reached LINE.
   */
  push: (
    request: { to: string; messages: Message[]; retryKey: string },
    options?: CallOptions,
  ) => Promise<Accepted & { status: 'accepted' | 'already-accepted' }>;
  /** Shows the loading animation in a 1:1 chat; seconds are rounded up to a multiple of 5 from 5 to 60. */
  showLoading: (request: { chatId: string; seconds: number }, options?: CallOptions) => Promise<void>;
  /** Reads the language (BCP 47) of a person's profile; no name, no picture. Absent until the person has consented. */
  getProfile: (userId: string, options?: CallOptions) => Promise<{ language?: string }>;
  /** Who the channel access token belongs to; a probe of the token. */
  getBotInfo: (options?: CallOptions) => Promise<{ userId: string; basicId: string; displayName: string }>;
  /** Messages of this month; `limit` is undefined when there is none. */
  getQuota: (options?: CallOptions) => Promise<{ limit?: number; used: number }>;
  /** Tells LINE where to send webhooks: HTTPS, at most 500 characters. */
  setWebhookEndpoint: (url: string, options?: CallOptions) => Promise<void>;
};

const profileSchema = z.object({ language: z.string().optional().catch(undefined) });
const botInfoSchema = z.object({ userId: z.string(), basicId: z.string(), displayName: z.string() });
const quotaSchema = z.object({ type: z.string(), value: z.number().optional() });
const usedSchema = z.object({ totalUsage: z.number() });
const sentSchema = z.object({ sentMessages: z.array(z.object({ id: z.coerce.string() })) });

/**
 * Makes the client of the Messaging API on `@line/bot-sdk`.
 *
 * @param config.timeoutMs longest wait for one call, its body included.
 * @throws TypeError when a base URL has a path, which the SDK would silently drop.
 */
export function createLineClient(config: {
  channelAccessToken: string;
  apiBaseUrl?: string;
  dataApiBaseUrl?: string;
  timeoutMs: number;
}): LineClient {
  const sdk = LineBotClient.fromChannelAccessToken({
    channelAccessToken: config.channelAccessToken,
    apiBaseURL: originOf(config.apiBaseUrl),
    dataApiBaseURL: originOf(config.dataApiBaseUrl),
  });
  const attempt = <T>(call: () => Promise<T>, options: CallOptions = {}) =>
    inFetchScope({ timeoutMs: options.timeoutMs ?? config.timeoutMs, signal: options.signal }, call);
  const read = async <T>(schema: z.ZodType<T>, call: () => Promise<unknown>, options?: CallOptions) =>
    schema.parse(valueOf(await attempt(call, options)));

  return {
    async reply(request, options) {
      return acceptedOf(await attempt(() => sdk.replyMessage(request), options));
    },
    async push({ to, messages, retryKey }, options) {
      checkId(to, chatIdPattern);
      const outcome = await attempt(() => sdk.pushMessage({ to, messages }, retryKey), options);
      if (outcome.response?.status !== 409) return { status: 'accepted', ...acceptedOf(outcome) };
      const requestId = outcome.response.headers.get('x-line-accepted-request-id') ?? undefined;
      return { status: 'already-accepted', requestId, sentMessageIds: sentIds(conflictBody(outcome)) };
    },
    async showLoading({ chatId, seconds }, options) {
      checkId(chatId, userIdPattern);
      const loadingSeconds = Math.min(60, Math.max(5, Math.ceil(seconds / 5) * 5));
      acceptedOf(await attempt(() => sdk.showLoadingAnimation({ chatId, loadingSeconds }), options));
    },
    async getProfile(userId, options) {
      checkId(userId, userIdPattern);
      return read(profileSchema, () => sdk.getProfile(userId), options);
    },
    getBotInfo: (options) => read(botInfoSchema, () => sdk.getBotInfo(), options),
    async getQuota(options) {
      const quota = await read(quotaSchema, () => sdk.getMessageQuota(), options);
      const { totalUsage } = await read(usedSchema, () => sdk.getMessageQuotaConsumption(), options);
      return { limit: quota.type === 'limited' ? quota.value : undefined, used: totalUsage };
    },
    async setWebhookEndpoint(endpoint, options) {
      acceptedOf(await attempt(() => sdk.setWebhookEndpoint({ endpoint }), options));
    },
  };
}

/** A 2xx counts even when its body was cut, late or not JSON: LINE has taken the message. */
function acceptedOf(outcome: Outcome<unknown>): Accepted {
  if (!outcome.response?.ok) valueOf(outcome);
  const requestId = outcome.response?.headers.get('x-line-request-id') ?? undefined;
  return { requestId, sentMessageIds: 'value' in outcome ? sentIds(outcome.value) : [] };
}

function valueOf<T>(outcome: Outcome<T>): T {
  if ('value' in outcome) return outcome.value;
  const { error, response } = outcome;
  if (!response || response.ok || error instanceof HTTPFetchError) throw error;
  // The status came, the body of the error did not: the status is what counts.
  const { status, statusText, headers } = response;
  throw new HTTPFetchError(`${status} - ${statusText}`, { status, statusText, headers, body: '' });
}

function conflictBody(outcome: Outcome<unknown>): unknown {
  if (!('error' in outcome) || !(outcome.error instanceof HTTPFetchError)) return undefined;
  try {
    return JSON.parse(outcome.error.body);
  } catch {
    return undefined;
  }
}

function sentIds(body: unknown): string[] {
  const sent = sentSchema.safeParse(body);
  return sent.success ? sent.data.sentMessages.map(({ id }) => id) : [];
}

function checkId(id: string, pattern: RegExp): void {
  if (!pattern.test(id)) throw new BadLineCall('An id is not of the form that LINE gives out; nothing was sent.');
}

function originOf(baseUrl: string | undefined): string | undefined {
  if (baseUrl === undefined) return undefined;
  const { origin, pathname } = new URL(baseUrl);
  if (pathname !== '/') throw new TypeError(`The base URL of LINE must be an origin without a path: ${origin}`);
  return origin;
}
