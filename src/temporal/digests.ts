import { createHmac, createSecretKey } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';
import type { RunVersion } from '../workflows/version.ts';
import { parseKey } from './key-ring.ts';

/** Fixed namespace of our retry keys (a random UUID made once). */
const retryKeyNamespace = '7c1f6a52-3a0e-4d0b-9a55-6b1d3f5e8c21';

/** Length of the digest of the id key in names, hexadecimal. */
const installationDigits = 16;
/** Length of the digest of run and submission in display names, hexadecimal. */
const jobDigits = 32;

/** Digests and names that stand for personal or business data wherever it must not appear. */
export type Digests = {
  /** Stands for a LINE user, group or room id. */
  chatKey: (lineId: string) => string;
  /** Stands for a place, given its Google place id. */
  placeKey: (placeId: string) => string;
  /** Stands for a set of places, whatever their order. */
  placesKey: (placeIds: string[]) => string;
  /** `{deployment}-{digest of the id key}`: names the installation where several share a namespace or a Gemini project. */
  installation: string;
  /**
   * Display name of a batch job: survives resets and tells nothing. Version 2: `hyoban-{installation}-{digest}`; version 1:
   * `hyoban-{deployment}-{digest}`.
   */
  batchDisplayName: (ownerRunId: string, submission: number, version?: RunVersion) => string;
  /**
   * Reads a display name by its whole form: `ours` = version 2 of this installation; `perhaps-ours` = version 1 of this
   * deployment name, which another installation may have too.
   */
  ownershipOf: (displayName: string) => 'ours' | 'perhaps-ours' | 'foreign';
  /** Key of a batch line of version 2: one place, or several for the line that compares them. */
  lineKey: (ownerRunId: string, placeIds: readonly string[]) => string;
  /**
   * `X-Line-Retry-Key` of a run's push: the same for every attempt and after a reset. Run ids are random UUIDs, so that no
   * two installations share a key.
   */
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
  const hmac = (kind: string, text: string) => createHmac('sha256', key).update(`${kind}:${text}`);
  const digest = (kind: string, text: string) => hmac(kind, text).digest('base64url').slice(0, 22);
  // Hexadecimal has no dash, so a name can be taken apart from its end, whatever dashes a deployment's name has.
  const hexDigest = (kind: string, text: string, digits: number) => hmac(kind, text).digest('hex').slice(0, digits);
  const placeKey = (placeId: string) => digest('place', placeId);
  const installation = `${deployment}-${hexDigest('installation', '', installationDigits)}`;
  const ownForm = new RegExp(`^hyoban-${installation}-[0-9a-f]{${jobDigits}}$`);
  const oldForm = new RegExp(`^hyoban-${deployment}-[A-Za-z0-9_-]{22}$`);
  return {
    chatKey: (lineId) => digest('chat', lineId),
    placeKey,
    placesKey: ([...placeIds]) => {
      const [first] = placeIds;
      return placeIds.length === 1 && first !== undefined
        ? placeKey(first)
        : digest('places', placeIds.map(placeKey).toSorted().join());
    },
    installation,
    batchDisplayName(ownerRunId, submission, version = 2) {
      const job = `${ownerRunId}:${submission}`;
      return version === 1
        ? `hyoban-${deployment}-${digest('batch', job)}`
        : `hyoban-${installation}-${hexDigest('batch', job, jobDigits)}`;
    },
    ownershipOf(displayName) {
      if (ownForm.test(displayName)) return 'ours';
      return oldForm.test(displayName) ? 'perhaps-ours' : 'foreign';
    },
    lineKey: (ownerRunId, placeIds) => digest('line', `${ownerRunId}:${placeIds.map(placeKey).join()}`),
    retryKey: (ownerRunId, kind) => uuidV5(`${ownerRunId}:${kind}`, retryKeyNamespace),
  };
}
