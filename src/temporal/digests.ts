import { createHmac, createSecretKey } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';
import { parseKey } from './key-ring.ts';

/** Fixed namespace of our retry keys (a random UUID made once). */
const retryKeyNamespace = '7c1f6a52-3a0e-4d0b-9a55-6b1d3f5e8c21';

/** Digests and names that stand for personal or business data wherever it must not appear. */
export type Digests = {
  /** Stands for a LINE user, group or room id. */
  chatKey: (lineId: string) => string;
  /** Stands for a place, given its Google place id. */
  placeKey: (placeId: string) => string;
  /** Stands for a set of places, whatever their order. */
  placesKey: (placeIds: string[]) => string;
  /** What every display name of this installation's batch jobs begins with. */
  batchPrefix: string;
  /** Display name of a batch job: survives resets and tells nothing. */
  batchDisplayName: (ownerRunId: string, submission: number) => string;
  /** `X-Line-Retry-Key` of a run's push: the same for every attempt and after a reset. */
  retryKey: (ownerRunId: string, kind: string) => string;
};

/**
 * Makes the digests of one installation.
 *
 * @param idKey base64 of 32 bytes, apart from the encryption keys since it can never change.
 */
export function createDigests(idKey: string, deployment: string): Digests {
  // A key object is prepared once; a buffer would be with every digest, which costs several times the digest itself.
  const key = createSecretKey(parseKey(idKey, 'HYOBAN_ID_KEY'));
  const digest = (kind: string, text: string) =>
    createHmac('sha256', key).update(`${kind}:${text}`).digest('base64url').slice(0, 22);
  const placeKey = (placeId: string) => digest('place', placeId);
  const batchPrefix = `hyoban-${deployment}-`;
  return {
    chatKey: (lineId) => digest('chat', lineId),
    placeKey,
    placesKey: ([...placeIds]) => {
      const [first] = placeIds;
      return placeIds.length === 1 && first !== undefined
        ? placeKey(first)
        : digest('places', placeIds.map(placeKey).toSorted().join());
    },
    batchPrefix,
    batchDisplayName: (ownerRunId, submission) => `${batchPrefix}${digest('batch', `${ownerRunId}:${submission}`)}`,
    retryKey: (ownerRunId, kind) => uuidV5(`${ownerRunId}:${kind}`, retryKeyNamespace),
  };
}
