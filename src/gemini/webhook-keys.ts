import { createPublicKey, type KeyObject } from 'node:crypto';
import { createRemoteJWKSet, customFetch, type JWK, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';

/** Google's public keys for webhooks, fetched when they are first needed. */
export type WebhookKeys = {
  /** For JWTs: picks the key by its id, and fetches the set again for one that it does not know. */
  forJwt: JWTVerifyGetKey;
  /** The Ed25519 keys of the set, four at most. Rejects when the set cannot be fetched. */
  ed25519: () => Promise<KeyObject[]>;
  /** Fetches the set again; false when it was fetched just now. Rejects when it cannot be fetched. */
  refresh: () => Promise<boolean>;
};

const fetchTimeoutMs = 3000;
const maxAgeMs = 10 * 60_000;
const maxFailureCooldownMs = 30_000;
/** Each is tried on each signature, so they are bounded even though Google publishes them. */
const maxEd25519Keys = 4;

/**
 * The key set of a URL, kept for ten minutes. A signature of an unknown key makes it be fetched again only when `cooldownMs`
 * have passed since the last fetch, and after a failed fetch 30 s pass at least: anybody can send such signatures.
 */
export function createWebhookKeys(url: string, cooldownMs: number): WebhookKeys {
  const failureCooldownMs = Math.min(cooldownMs, maxFailureCooldownMs);
  let failedAtMs = -Infinity;
  const keySet = createRemoteJWKSet(new URL(url), {
    timeoutDuration: fetchTimeoutMs,
    cooldownDuration: cooldownMs,
    cacheMaxAge: maxAgeMs,
    async [customFetch](address, init) {
      if (Date.now() - failedAtMs < failureCooldownMs)
        throw new Error('The key set could not be fetched a moment ago.');
      try {
        const response = await fetch(address, { ...init, redirect: 'error' });
        if (!response.ok) throw new Error(`The key set was answered with ${response.status}.`);
        return response;
      } catch (error) {
        failedAtMs = Date.now();
        throw error;
      }
    },
  });
  // A set is replaced behind our back when a JWT names an unknown key, so what was prepared is found by the key itself.
  const prepared = new LRUCache<string, KeyObject>({ max: 4 * maxEd25519Keys });
  const prepare = (key: JWK) => {
    const publicKey = prepared.get(key.x ?? '') ?? createPublicKey({ key: { ...key }, format: 'jwk' });
    prepared.set(key.x ?? '', publicKey);
    return publicKey;
  };
  return {
    forJwt: keySet,
    async ed25519() {
      if (!keySet.fresh) await keySet.reload();
      const keys = (keySet.jwks()?.keys ?? []).filter(({ kty, crv }) => kty === 'OKP' && crv === 'Ed25519');
      return keys.slice(0, maxEd25519Keys).map(prepare);
    },
    async refresh() {
      if (keySet.coolingDown) return false;
      await keySet.reload();
      return true;
    },
  };
}
