import { idRandom } from '../core/id-random.ts';
import { randomText, seededRandom } from '../core/random.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const mixed = `${letters}${letters.toUpperCase()}0123456789`;

/** Makes every id that Gemini gives out, each kind from a stream of its own. */
export type Ids = {
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

/** Starts the streams; without `idSeed` no id repeats, whatever was started before. */
export function createIds(idSeed: number | undefined): Ids {
  const stream = (name: string, length: number, alphabet?: string) => {
    const random = idRandom(idSeed, `gemini:${name}`);
    return () => randomText(random, length, alphabet);
  };
  const secret = stream('secret', 32, mixed);
  const hex = stream('message', 32, '0123456789abcdef');
  return {
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

/** The API key of a seed; it outlives a restart, as the settings of a program that uses it do. */
export function apiKeyOf(seed: number): string {
  return `simulated-${randomText(seededRandom(seed, 'gemini:key'), 32, mixed)}`;
}
