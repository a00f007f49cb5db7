import type { AddressInfo } from 'node:net';
import type { SimulatorClock } from '../core/clock.ts';
import { createFaults } from '../core/faults.ts';
import type { Journal } from '../core/journal.ts';
import { createSideServer } from '../core/server.ts';
import { createChannel, createState, type LineContext } from './context.ts';
import { controlRoutes } from './control/routes.ts';
import { toRoute } from './endpoint.ts';
import { bodyTooLarge, notFound } from './errors.ts';
import { act } from './person/act.ts';
import { lineEndpoints } from './routes/all.ts';
import type { LineSimulator } from './simulator.ts';
import { createIds } from './state/ids.ts';
import type { CountingMode } from './validation/lengths.ts';
import { createMessageValidator } from './validation/messages.ts';

/** How LINE is to be; port 0 takes any free one. */
export type LineSimulatorOptions = {
  port: number;
  clock: SimulatorClock;
  journal: Journal;
  /** One seed gives one run of ids, tokens and secrets. */
  seed: number;
  webhookUrl?: string;
  /** Default `Hyoban`. */
  botName?: string;
  /** Default `strict`. */
  countingMode?: CountingMode;
  /** Default one minute, as LINE asks for; how much longer a token really works is not documented. */
  replyTokenLifeMs?: number;
  /** Off unless given; the gaps in simulated time between one failed delivery and the next. */
  redelivery?: { gapsMs: number[] };
};

const bodyLimitBytes = 8 * 1024 * 1024;
const minuteMs = 60_000;

/** Starts LINE on this machine: API and data host on one loopback origin, the webhook sender and the control routes. */
export async function startLineSimulator(options: LineSimulatorOptions): Promise<LineSimulator> {
  const listeners = new Set<(chatId: string) => void>();
  const context = createContext(options, (chatId) => {
    for (const listener of listeners) listener(chatId);
  });
  const reset = () => resetContext(context, options);
  const otherRequestIds = createIds(options.seed + 1, options.clock);
  const server = createSideServer({
    side: 'line',
    routes: [...lineEndpoints(context).map((e) => toRoute(context, e)), ...controlRoutes(context, reset)],
    notFound,
    clock: options.clock,
    journal: options.journal,
    faults: context.faults,
    // For answers that no endpoint makes: injected faults and unknown paths.
    answerHeaders: () => ({ 'x-line-request-id': otherRequestIds.requestId() }),
    bodyLimitBytes,
    tooLarge: bodyTooLarge,
  });
  await server.listen({ port: options.port, host: '127.0.0.1' });
  return {
    ...controls(context),
    url: `http://127.0.0.1:${portOf(server.server.address())}`,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reset,
    async close() {
      for (const giveUp of context.pendingRedeliveries) giveUp();
      await server.close();
    },
  };
}

function createContext(options: LineSimulatorOptions, changed: (chatId: string) => void): LineContext {
  const { countingMode = 'strict' } = options;
  return {
    clock: options.clock,
    journal: options.journal,
    faults: createFaults(options.seed),
    channel: createChannel(options.seed, options.botName ?? 'Hyoban'),
    webhook: { url: options.webhookUrl },
    redeliveryGapsMs: options.redelivery?.gapsMs ?? [],
    pendingRedeliveries: new Set(),
    countingMode,
    validate: createMessageValidator(countingMode),
    state: freshState(options, changed),
    changed,
  };
}

function freshState(options: LineSimulatorOptions, changed: (chatId: string) => void) {
  const { seed, clock, replyTokenLifeMs = minuteMs } = options;
  return createState({ seed, clock, replyTokenLifeMs, changed });
}

function resetContext(context: LineContext, options: LineSimulatorOptions): void {
  for (const giveUp of context.pendingRedeliveries) giveUp();
  context.pendingRedeliveries.clear();
  context.faults.reset();
  context.webhook.url = options.webhookUrl ?? context.webhook.url;
  const chatIds = [
    ...context.state.users.list().map((u) => u.userId),
    ...context.state.groups.list().map((g) => g.groupId),
  ];
  context.state = freshState(options, context.changed);
  for (const chatId of chatIds) context.changed(chatId);
}

function controls(context: LineContext) {
  const { channelId, channelSecret, channelAccessToken, botUserId } = context.channel;
  return {
    channelId,
    channelSecret,
    channelAccessToken,
    botUserId,
    userId: context.state.firstUserId,
    users: () => context.state.users.list(),
    addUser: (user) => context.state.users.add(user),
    addGroup: (group) => context.state.groups.add(group),
    webhookUrl: () => context.webhook.url,
    setWebhookUrl: (url) => {
      context.webhook.url = url;
    },
    act: async (action) => act(context, action),
    chat: (chatId) => context.state.chats.view(chatId),
    setQuota: (quota) => context.state.quota.set(quota),
    faults: context.faults,
  } satisfies Omit<LineSimulator, 'url' | 'subscribe' | 'reset' | 'close'>;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
