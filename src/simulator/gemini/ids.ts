import { randomText, seededRandom } from '../core/random.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const mixed = `${letters}${letters.toUpperCase()}0123456789`;

/** Identifiers of one run, each kind from a stream of its own: one seed gives one run. */
export type Ids = {
  apiKey: () => string;
  batchId: () => string;
  fileId: () => string;
  uploadId: () => string;
  webhookId: () => string;
  /** `whsec_` and the base64 of 32 ASCII characters. */
  webhookSecret: () => string;
  /** `msg_` and a UUID. */
  messageId: () => string;
  responseId: () => string;
};

/** Starts the streams of a seed. */
export function createIds(seed: number): Ids {
  const stream = (name: string, length: number, alphabet?: string) => {
    const random = seededRandom(seed, `gemini:${name}`);
    return () => randomText(random, length, alphabet);
  };
  const apiKey = stream('key', 32, mixed);
  const secret = stream('secret', 32, mixed);
  const hex = stream('message', 32, '0123456789abcdef');
  return {
    apiKey: () => `simulated-${apiKey()}`,
    batchId: stream('batch', 36),
    fileId: stream('file', 12),
    uploadId: stream('upload', 64, mixed),
    webhookId: stream('webhook', 36),
    webhookSecret: () => `whsec_${Buffer.from(secret()).toString('base64')}`,
    messageId: () =>
      `msg_${hex()
        .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5')
        .slice(0, 36)}`,
    responseId: stream('response', 22, mixed),
  };
}
