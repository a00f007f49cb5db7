import { createHash } from 'node:crypto';
import type { SimulatorClock } from '../../core/clock.ts';
import type { GeminiSettings } from '../settings.ts';
import { timestamp } from '../wire/json.ts';

const hourMs = 60 * 60 * 1000;

/** Uploaded files are deleted 48 hours after they came ("Files API"). */
const uploadLifetimeMs = 48 * hourMs;

/** A file as the API keeps it. */
export type StoredFile = {
  seq: number;
  project: string;
  /** Without `files/`. */
  id: string;
  displayName: string | undefined;
  mimeType: string;
  bytes: Buffer;
  createdAtMs: number;
  expiresAtMs: number;
  source: 'UPLOADED' | 'GENERATED';
  state: 'PROCESSING' | 'ACTIVE';
  /** How often the file is still to be shown as PROCESSING. */
  pollsUntilActive: number;
};

/** What is known of a file when it comes. */
type NewFile = Pick<StoredFile, 'project' | 'id' | 'displayName' | 'mimeType' | 'bytes' | 'source'>;

/** The files of all projects; those past their time are gone. */
export type FileStore = {
  add: (file: NewFile) => StoredFile;
  find: (project: string, id: string) => StoredFile | undefined;
  /** Like `find`, and brings a file in processing nearer to its end. */
  poll: (project: string, id: string) => StoredFile | undefined;
  remove: (project: string, id: string) => void;
  /** Uploaded files only: batch outputs are never listed. */
  listed: (project: string) => StoredFile[];
  /** What all files of a project come to, batch outputs too. */
  storedBytes: (project: string) => number;
  reset: () => void;
};

const keyOf = (project: string, id: string) => `${project}/${id}`;

/** Makes an empty store. */
export function createFileStore(
  clock: SimulatorClock,
  settings: Pick<GeminiSettings, 'filePollsUntilActive' | 'outputLifetimeHours'>,
): FileStore {
  const files = new Map<string, StoredFile>();
  let seq = 0;

  function alive(project: string): StoredFile[] {
    for (const [key, file] of files) if (clock.nowMs() >= file.expiresAtMs) files.delete(key);
    return [...files.values()].filter((file) => file.project === project);
  }

  function find(project: string, id: string): StoredFile | undefined {
    const file = files.get(keyOf(project, id));
    return file && clock.nowMs() < file.expiresAtMs ? file : undefined;
  }

  return {
    find,
    add(file) {
      const now = clock.nowMs();
      const isUpload = file.source === 'UPLOADED';
      const pollsUntilActive = isUpload ? settings.filePollsUntilActive : 0;
      const stored: StoredFile = {
        ...file,
        seq: ++seq,
        createdAtMs: now,
        expiresAtMs: now + (isUpload ? uploadLifetimeMs : settings.outputLifetimeHours * hourMs),
        state: pollsUntilActive > 0 ? 'PROCESSING' : 'ACTIVE',
        pollsUntilActive,
      };
      files.set(keyOf(file.project, file.id), stored);
      return stored;
    },
    poll(project, id) {
      const file = find(project, id);
      if (file?.state === 'PROCESSING' && --file.pollsUntilActive < 0) file.state = 'ACTIVE';
      return file;
    },
    remove: (project, id) => void files.delete(keyOf(project, id)),
    listed: (project) => alive(project).filter((file) => file.source === 'UPLOADED'),
    storedBytes: (project) => alive(project).reduce((sum, file) => sum + file.bytes.length, 0),
    reset() {
      files.clear();
      seq = 0;
    },
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
    ...(file.bytes.length === 0 ? {} : { sizeBytes: String(file.bytes.length) }),
    createTime: timestamp(file.createdAtMs),
    updateTime: timestamp(file.createdAtMs),
    expirationTime: timestamp(file.expiresAtMs),
    sha256Hash: Buffer.from(hexDigest).toString('base64'),
    uri,
    ...(file.source === 'GENERATED' ? { downloadUri: `${uri}:download?alt=media` } : {}),
    state: file.state,
    source: file.source,
  };
}
