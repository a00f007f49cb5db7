import type { Config } from './config.ts';

const temporal = ['temporalAddress', 'temporalNamespace', 'temporalTaskQueue'] as const;
const keys = ['deployment', 'encryptionKeys', 'payloadV1', 'idKey'] as const;
const line = [
  'lineChannelAccessToken',
  'lineApiBaseUrl',
  'lineDataApiBaseUrl',
  'lineTimeoutSeconds',
  'defaultLanguage',
] as const;

/**
 * Which settings each process of a production installation reads. A command gets these and no others, so that a setting
 * cannot be read without standing here; a test holds `docker-compose.yml` against it.
 */
export const settingsReadBy = {
  setup: [...temporal, ...keys, 'retentionDays', 'patienceMinutes'],
  api: [
    ...temporal,
    ...keys,
    ...line,
    'publicUrl',
    'logLevel',
    'apiHost',
    'apiPort',
    'adminHost',
    'adminPort',
    'lineChannelSecrets',
    'lineRedelivery',
    'geminiBaseUrl',
    'geminiWebhookSecrets',
    'geminiWebhookAudience',
    'freshHours',
    'retentionDays',
    'patienceMinutes',
    'ordinaryCall',
    'holdDays',
    'analysesPerDay',
    'dailyBudgetUsd',
    'timeZone',
    'groups',
  ],
  worker: [
    ...temporal,
    ...keys,
    ...line,
    'publicUrl',
    'logLevel',
    'adminHost',
    'workerMetricsPort',
    'patienceMinutes',
    'geminiApiKey',
    'geminiBaseUrl',
    'geminiGroundingModel',
    'geminiReportModel',
    'geminiTimeoutSeconds',
  ],
} as const satisfies Record<string, readonly (keyof Config)[]>;

/** A process of a production installation. */
export type Process = keyof typeof settingsReadBy;

/** The settings that a process reads. */
export type SettingsOf<P extends Process> = Pick<Config, (typeof settingsReadBy)[P][number]>;
