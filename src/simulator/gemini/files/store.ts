import { createHash } from 'node:crypto';
import type { SimulatorClock } from '../../core/clock.ts';
import { timestamp } from '../wire/json.ts';

/** Files are deleted 48 hours after they came ("Files API"). */
const lifetimeMs = 48 * 60 * 60 * 1000;

/** A file as the API keeps it. */
export type StoredFile = {
  seq: number;
  /** Without `files/`. */
  id: string;
  displayName: string | undefined;
  mimeType: string;
  bytes: Buffer;
  createdAtMs: number;
  source: 'UPLOADED' | 'GENERATED';
};

/** The files of the project; those past their time are gone. */
export type FileStore = {
  add: (file: Omit<StoredFile, 'seq' | 'createdAtMs'>) => StoredFile;
  find: (id: string) => StoredFile | undefined;
  remove: (id: string) => void;
  /** Uploaded files only: batch outputs are never listed. */
  listed: () => StoredFile[];
  reset: () => void;
};

/** Makes an empty store. */
export function createFileStore(clock: SimulatorClock): FileStore {
  const files = new Map<string, StoredFile>();
  let seq = 0;
  const alive = (file: StoredFile | undefined) =>
    file && clock.nowMs() < file.createdAtMs + lifetimeMs ? file : undefined;
  return {
    add(file) {
      const stored = { ...file, seq: ++seq, createdAtMs: clock.nowMs() };
      files.set(file.id, stored);
      return stored;
    },
    find: (id) => alive(files.get(id)),
    remove: (id) => void files.delete(id),
    listed: () => [...files.values()].filter((file) => alive(file) && file.source === 'UPLOADED'),
    reset: () => files.clear(),
  };
}

/** The File resource; `origin` is where the caller reached us. */
export function fileResource(file: StoredFile, origin: string, version: string): Record<string, unknown> {
  const hexDigest = createHash('sha256').update(file.bytes).digest('hex');
  const uri = `${origin}/${version}/files/${file.id}`;
  return {
    name: `files/${file.id}`,
    ...(file.displayName === undefined ? {} : { displayName: file.displayName }),
    mimeType: file.mimeType,
    sizeBytes: String(file.bytes.length),
    createTime: timestamp(file.createdAtMs),
    updateTime: timestamp(file.createdAtMs),
    expirationTime: timestamp(file.createdAtMs + lifetimeMs),
    sha256Hash: Buffer.from(hexDigest).toString('base64'),
    uri,
    ...(file.source === 'GENERATED' ? { downloadUri: `${uri}:download?alt=media` } : {}),
    state: 'ACTIVE',
    source: file.source,
  };
}
