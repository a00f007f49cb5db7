import { LRUCache } from 'lru-cache';
import type { Language } from '../workflows/contract.ts';
import type { LineClient } from './client.ts';
import { languageFrom } from './texts/index.ts';

const profileTimeoutMs = 1500;
const rememberedForMs = 60 * 60 * 1000;

/**
 * Makes a reader of the language that a person has set in LINE ("Get profile"). It remembers up to `maxEntries` people
 * for an hour, asks LINE once for all who wait, and never throws: `fallback` when the profile cannot be read in time.
 */
export function createLanguageReader(options: {
  line: Pick<LineClient, 'getProfile'>;
  fallback: Language;
  maxEntries: number;
}): (userId: string | undefined) => Promise<Language> {
  const { line, fallback, maxEntries } = options;
  const languages = new LRUCache<string, Language>({
    max: maxEntries,
    ttl: rememberedForMs,
    async fetchMethod(userId) {
      const { language } = await line.getProfile(userId, { timeoutMs: profileTimeoutMs });
      return languageFrom(language, fallback);
    },
  });
  return async (userId) => {
    if (userId === undefined) return fallback;
    try {
      return (await languages.fetch(userId)) ?? fallback;
    } catch {
      return fallback;
    }
  };
}
