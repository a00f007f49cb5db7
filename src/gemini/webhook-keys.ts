import { createPublicKey, type KeyObject } from 'node:crypto';
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';

/** Google's public keys for webhooks, fetched when they are first needed. */
export type WebhookKeys = {
  /** For JWTs: picks the key by its id, and fetches the set again for one that it does not know. */
  forJwt: JWTVerifyGetKey;
  /** Every Ed25519 key of the set. Rejects when the set cannot be fetched. */
  ed25519: () => Promise<KeyObject[]>;
  /** Fetches the set again; false when it was fetched just now. Rejects when it cannot be fetched. */
  refresh: () => Promise<boolean>;
};

const fetchTimeoutMs = 3000;
const maxAgeMs = 10 * 60_000;

/**
 * The key set of a URL, kept for ten minutes. Between two fetches, good or bad, at least `cooldownMs` pass: anybody can
 * send signatures of keys that do not exist.
 */
export function createWebhookKeys(url: string, cooldownMs: number): WebhookKeys {
  let failedAtMs = -Infinity;
  const keySet = createRemoteJWKSet(new URL(url), {
    timeoutDuration: fetchTimeoutMs,
    cooldownDuration: cooldownMs,
    cacheMaxAge: maxAgeMs,
    async [customFetch](address, init) {
      if (Date.now() - failedAtMs < cooldownMs) throw new Error('The key set could not be fetched a moment ago.');
      try {
        const response = await fetch(address, init);
        if (!response.ok) throw new Error(`The key set was answered with ${response.status}.`);
        return response;
      } catch (error) {
        failedAtMs = Date.now();
        throw error;
      }
    },
  });
  return {
    forJwt: keySet,
    async ed25519() {
      if (!keySet.fresh) await keySet.reload();
      const keys = keySet.jwks()?.keys ?? [];
      return keys
        .filter((key) => key.kty === 'OKP' && key.crv === 'Ed25519')
        .map((key) => createPublicKey({ key: { ...key }, format: 'jwk' }));
    },
    async refresh() {
      if (keySet.coolingDown) return false;
      await keySet.reload();
      return true;
    },
  };
}
