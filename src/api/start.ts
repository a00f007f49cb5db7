import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { ConfigWith } from '../config-loading.ts';
import type { SettingsOf } from '../config-readers.ts';
import { createGeminiWebhookVerifier } from '../gemini/webhook.ts';
import { createLineClient } from '../line/client.ts';
import { createLanguageReader } from '../line/profile-language.ts';
import type { Logger } from '../logging.ts';
import type { Installation } from '../temporal/installation.ts';
import { buildAdminApp } from './admin.ts';
import { type AllowanceOptions, createAllowance } from './allowance.ts';
import { buildApp } from './app.ts';
import { closeServer } from './close-server.ts';
import { type ApiContext, type Budgets, usualBudgets } from './context.ts';
import { watchDurableCalls } from './durable-calls.ts';
import { createApiMetrics } from './metrics.ts';
import { createReplies } from './replies.ts';
import { createTypicalWait } from './typical-wait.ts';

/** Settings without which no API starts. */
export const apiSettings = [
  'lineChannelSecrets',
  'lineChannelAccessToken',
  'encryptionKeys',
  'idKey',
  'publicUrl',
] as const;

type ApiConfig = ConfigWith<(typeof apiSettings)[number], SettingsOf<'api'>>;

/** A listening API. */
export type RunningApi = {
  url: string;
  adminUrl: string;
  /** Takes no more requests, sends the replies under way, closes. */
  stop: () => Promise<void>;
};

/** How the API deals with time. */
export type ApiTiming = {
  /** How long Temporal is waited for. */
  budgets: Budgets;
  pause: ApiContext['pause'];
};

/** Builds the API from the settings and listens. Temporal need not be there yet. */
export async function startApi(
  config: ApiConfig,
  installation: Installation,
  logger: Logger,
  timing: Partial<ApiTiming> = {},
): Promise<RunningApi> {
  const api = createContext(config, installation, logger, { budgets: usualBudgets, pause: sleep, ...timing });
  const app = await buildApp(api);
  const admin = buildAdminApp(api.metrics);
  await app.listen({ host: config.apiHost, port: config.apiPort });
  await admin.listen({ host: config.adminHost, port: config.adminPort });
  return {
    url: urlOf(app),
    adminUrl: urlOf(admin),
    async stop() {
      await closeServer(app);
      await api.replies.drain();
      await closeServer(admin);
    },
  };
}

function createContext(
  config: ApiConfig,
  { client, digests, keyRing }: Installation,
  logger: Logger,
  { budgets, pause }: ApiTiming,
): ApiContext {
  const line = createLineClient({
    channelAccessToken: config.lineChannelAccessToken,
    apiBaseUrl: config.lineApiBaseUrl,
    dataApiBaseUrl: config.lineDataApiBaseUrl,
    timeoutMs: config.lineTimeoutSeconds * 1000,
  });
  const metrics = createApiMetrics();
  const hourMs = 3_600_000;
  return {
    temporal: client,
    line,
    digests,
    keyRing,
    metrics,
    logger,
    budgets,
    pause,
    allowance: createAllowance(client, budgets, allowanceOptions(config), logger),
    typicalWaitMs: createTypicalWait(client, budgets),
    durableCalls: watchDurableCalls(),
    replies: createReplies(line, logger, metrics),
    languageOf: createLanguageReader({ line, fallback: config.defaultLanguage, maxEntries: 10_000 }),
    verifyGeminiWebhook: createGeminiWebhookVerifier({
      secrets: config.geminiWebhookSecrets,
      jwksUrl: `${config.geminiBaseUrl}/.well-known/jwks.json`,
      audience: config.geminiWebhookAudience,
      ownAddress: `${config.publicUrl}/webhooks/gemini`,
    }),
    settings: {
      channelSecrets: config.lineChannelSecrets,
      taskQueue: config.temporalTaskQueue,
      lineRedelivery: config.lineRedelivery,
      defaultLanguage: config.defaultLanguage,
      freshMs: Math.min(config.freshHours, config.retentionDays * 24) * hourMs,
      patienceMs: config.patienceMinutes * 60_000,
      ordinaryCallAllowed: config.ordinaryCall,
      holdForMs: config.holdDays * 24 * hourMs,
      analysesPerDay: config.analysesPerDay,
      // Looked up at each use: with port 0 the address is known only once the API listens.
      publicUrl: () => config.publicUrl,
      retentionMs: config.retentionDays * 24 * hourMs,
      groups: config.groups,
    },
  };
}

function allowanceOptions({
  analysesPerDay,
  dailyBudgetUsd,
  timeZone,
  temporalTaskQueue: taskQueue,
}: ApiConfig): AllowanceOptions {
  const microUsd = 1_000_000;
  const dailyBudgetMicroUsd = dailyBudgetUsd === undefined ? undefined : dailyBudgetUsd * microUsd;
  return { analysesPerDay, dailyBudgetMicroUsd, timeZone, taskQueue };
}

function urlOf(app: FastifyInstance): string {
  const address: AddressInfo | string | null = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return `http://${address.address === '::' || address.address === '0.0.0.0' ? '127.0.0.1' : address.address}:${address.port}`;
}
