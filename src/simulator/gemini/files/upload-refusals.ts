import type { Answer } from '../../core/server.ts';
import type { GeminiSettings } from '../settings.ts';
import { googleError, invalidField, storageFull, tooLarge } from '../wire/errors.ts';
import type { FileStore } from './store.ts';

/** A file as the start of an upload describes it. */
export type WantedFile = {
  project: string;
  /** Without `files/`. */
  id: string;
  displayName: string | undefined;
  mimeType: string;
  /** 0 when nothing was said. */
  declaredBytes: number;
};

const longestDisplayName = 512;
const longestId = 40;

/** What an upload is refused for before its bytes come ("Files API" reference). */
export function refusedAtStart(wanted: WantedFile, settings: Pick<GeminiSettings, 'maxFileBytes'>): Answer | undefined {
  const problem = idProblem(wanted.id);
  if (problem) return invalidField('CreateFileRequest.file.name', problem);
  if (Array.from(wanted.displayName ?? '').length > longestDisplayName) {
    const tooLong = `File display name cannot be more than ${longestDisplayName} characters.`;
    return invalidField('CreateFileRequest.file.display_name', tooLong);
  }
  return wanted.declaredBytes > settings.maxFileBytes ? tooLarge(settings.maxFileBytes) : undefined;
}

/** What an upload is refused for with its last bytes; the message about a name that is taken has no status. */
export function refusedAtEnd(
  wanted: WantedFile,
  sizeBytes: number,
  files: FileStore,
  settings: Pick<GeminiSettings, 'maxStorageBytes' | 'refusedMimeTypes'>,
): Answer | undefined {
  if (settings.refusedMimeTypes.includes(wanted.mimeType)) {
    return googleError('INVALID_ARGUMENT', `Unsupported MIME type: ${wanted.mimeType}`);
  }
  if (files.find(wanted.project, wanted.id)) {
    return { status: 409, body: { error: { code: 409, message: `${wanted.id} already exists.` } } };
  }
  const isFull = files.storedBytes(wanted.project) + sizeBytes > settings.maxStorageBytes;
  return isFull ? storageFull(settings.maxStorageBytes) : undefined;
}

/** What a name is refused for on every route that takes one; undefined if it is short enough. */
export function lengthProblem(id: string): string | undefined {
  if (id.length <= longestId) return undefined;
  return `File ID (name excluding 'files/') cannot be more than ${longestId} characters.`;
}

function idProblem(id: string): string | undefined {
  const tooLong = lengthProblem(id);
  if (tooLong) return tooLong;
  if (/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(id)) return undefined;
  return 'File ID must consist of lowercase letters, digits and dashes, and cannot begin or end with a dash.';
}
