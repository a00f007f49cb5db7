import type { SimulatorClock } from '../core/clock.ts';
import { unknownControls } from '../core/control.ts';
import { checkedFaults } from '../core/fault-checks.ts';
import { createFaults, type Faults } from '../core/faults.ts';
import type { Journal } from '../core/journal.ts';
import { createSideServer } from '../core/server.ts';
import { sharedControls } from '../core/shared-controls.ts';
import type { SimulatorSecrets } from '../secrets.ts';
import { type Channel, createChannel, createState, type LineContext } from './context.ts';
import { lineControls } from './control/routes.ts';
import { toRoute } from './endpoint.ts';
import { bodyTooLarge, httpError, notFound } from './errors.ts';
import { lineFaults } from './known-faults.ts';
import { act, actAll } from './person/act.ts';
import { lineEndpoints } from './routes/all.ts';
import type { LineSimulator, SimulatedUser } from './simulator.ts';
import { createAssertionKeys } from './state/assertion-keys.ts';
import { createIds } from './state/ids.ts';
import { type LineSettings, settingsOf } from './state/settings.ts';
import type { CountingMode } from './validation/lengths.ts';
import { createMessageValidator } from './validation/messages.ts';

/** How LINE is to be; port 0 takes any free one. */
export type LineSimulatorOptions = {
  port: number;
  clock: SimulatorClock;
  journal: Journal;
  /** One seed gives the same channel and the same people. */
  seed: number;
  /** In place of those of the seed. */
  secrets?: Omit<SimulatorSecrets, 'geminiApiKey'>;
  /** Gives the same ids and tokens at each start and after each reset, for tests that compare runs. Default: they never repeat. */
  idSeed?: number;
  /** Who exists from the start, and after a reset, beside the first friend; ids by the seed unless given. */
  people?: readonly Partial<SimulatedUser>[];
  webhookUrl?: string;
  /** Default `Hyoban`. */
  botName?: string;
  /** Default `strict`. */
  countingMode?: CountingMode;
  /** Default one minute, as LINE asks for; how much longer a token really works is not documented. */
  replyTokenLifeMs?: number;
  /** Off unless given; the gaps in simulated time between one failed delivery and the next. */
  redelivery?: { gapsMs: number[] };
  /** Default: none, and those that are added follow the seed. */
  faults?: Faults;
  refusedReplyUsesToken?: LineSettings['refusedReplyUsesToken'];
  retryKeyScope?: LineSettings['retryKeyScope'];
  contentTypeStatus?: LineSettings['contentTypeStatus'];
  stickers?: LineSettings['stickers'];
  flexSpacer?: LineSettings['flexSpacer'];
  quickReplyItemType?: LineSettings['quickReplyItemType'];
  account?: LineSettings['account'];
  contentPreparationMs?: LineSettings['contentPreparationMs'];
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
  const otherRequestIds = createIds(options.idSeed === undefined ? undefined : options.idSeed + 1, options.clock);
  const server = createSideServer({
    side: 'line',
    routes: [
      ...lineEndpoints(context).map((e) => toRoute(context, e)),
      ...sharedControls({ ...context, reset }),
      ...lineControls(context),
      ...unknownControls,
    ],
    notFound,
    clock: options.clock,
    journal: options.journal,
    faults: context.faults,
    // For answers that no endpoint makes: injected faults and unknown paths.
    answerHeaders: () => ({ 'x-line-request-id': otherRequestIds.requestId() }),
    bodyLimitBytes,
    tooLarge: bodyTooLarge,
    httpError,
  });
  const url = await server.listen(options.port);
  return {
    ...controls(context),
    url,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reset,
    async close() {
      context.life.abort();
      await server.close();
    },
  };
}

function createContext(options: LineSimulatorOptions, changed: (chatId: string) => void): LineContext {
  const { countingMode = 'strict' } = options;
  const channel = createChannel(options.seed, options.botName ?? 'Hyoban', options.secrets);
  const settings = settingsOf(options);
  const context: LineContext = {
    clock: options.clock,
    journal: options.journal,
    faults: checkedFaults(options.faults ?? createFaults(options.seed), () => lineFaults(lineEndpoints(context))),
    channel,
    assertionKeys: createAssertionKeys(),
    webhook: { url: options.webhookUrl },
    redeliveryGapsMs: options.redelivery?.gapsMs ?? [],
    life: new AbortController(),
    countingMode,
    settings,
    validate: createMessageValidator(countingMode, settings),
    state: freshState(options, channel, changed),
    changed,
  };
  return context;
}

function freshState(options: LineSimulatorOptions, channel: Channel, changed: (chatId: string) => void) {
  const { seed, idSeed, people = [], clock, replyTokenLifeMs = minuteMs } = options;
  return createState({ seed, idSeed, people, clock, channel, replyTokenLifeMs, changed });
}

function resetContext(context: LineContext, options: LineSimulatorOptions): void {
  context.life.abort();
  context.life = new AbortController();
  context.faults.reset();
  context.journal.reset();
  const chatIds = [
    ...context.state.users.list().map((u) => u.userId),
    ...context.state.groups.list().map((g) => g.groupId),
  ];
  context.state = freshState(options, context.channel, context.changed);
  for (const chatId of chatIds) context.changed(chatId);
}

function controls(context: LineContext) {
  const { channelId, channelSecret, channelAccessToken, botUserId, basicId, displayName: botName } = context.channel;
  return {
    channelId,
    channelSecret,
    channelAccessToken,
    botUserId,
    basicId,
    botName,
    userId: context.state.firstUserId,
    users: () => context.state.users.list(),
    addUser: (user) => context.state.users.add(user),
    addGroup: (group) => context.state.groups.add(group),
    groups: () => context.state.groups.list(),
    webhookUrl: () => context.webhook.url,
    setWebhookUrl: (url) => {
      context.webhook.url = url;
    },
    act: async (action) => act(context, action),
    actAll: async (actions) => actAll(context, actions),
    chat: (chatId) => context.state.chats.view(chatId),
    setQuota: (quota) => context.state.quota.set(quota),
    quota: () => ({ limit: context.state.quota.limit(), used: context.state.quota.used() }),
    registerAssertionKey: (publicKey) => context.assertionKeys.register(publicKey),
    faults: context.faults,
  } satisfies Omit<LineSimulator, 'url' | 'subscribe' | 'reset' | 'close'>;
}
