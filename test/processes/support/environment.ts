import { makeKeys } from '../../../src/cli/local-keys.ts';

/** Where the simulated vendors are and what they take for proof. */
export type VendorAddresses = {
  lineUrl: string;
  channelSecret: string;
  channelAccessToken: string;
  geminiUrl: string;
  geminiApiKey: string;
};

/** Environment variables of API and workers, with fresh keys. */
export function botEnvironment(
  vendors: VendorAddresses,
  temporalAddress: string,
  apiUrl: string,
): Record<string, string> {
  const { encryptionKeys, idKey } = makeKeys();
  return {
    ...{ HYOBAN_PUBLIC_URL: apiUrl, HYOBAN_DEPLOYMENT: 'processes', HYOBAN_LOG_LEVEL: 'info' },
    ...{ HYOBAN_ADMIN_PORT: '0', HYOBAN_WORKER_METRICS_PORT: '0' },
    ...{ LINE_CHANNEL_SECRET: vendors.channelSecret, LINE_CHANNEL_ACCESS_TOKEN: vendors.channelAccessToken },
    ...{ LINE_API_BASE_URL: vendors.lineUrl, LINE_DATA_API_BASE_URL: vendors.lineUrl },
    ...{ GEMINI_API_KEY: vendors.geminiApiKey, GEMINI_BASE_URL: vendors.geminiUrl },
    ...{ TEMPORAL_ADDRESS: temporalAddress, HYOBAN_ENCRYPTION_KEYS: encryptionKeys, HYOBAN_ID_KEY: idKey },
  };
}
