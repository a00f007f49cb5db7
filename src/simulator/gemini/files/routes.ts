import type { Answer, Call, Route } from '../../core/server.ts';
import { projectOf } from '../project.ts';
import type { GeminiSettings } from '../settings.ts';
import { googleError, invalidField } from '../wire/errors.ts';
import { pageOf } from '../wire/paging.ts';
import { type FileStore, fileResource } from './store.ts';
import { lengthProblem } from './upload-refusals.ts';

const version = (call: Call) => call.params.version ?? 'v1beta';

/**
 * Get, list, delete and download ("Files API"). Names of result files are longer than the API allows names to be: reading
 * and deleting them is refused (googleapis/python-genai#1613), and only the download takes them.
 */
export function fileRoutes(files: FileStore, settings: Pick<GeminiSettings, 'getOfResultFile'>): Route[] {
  const one = /^\/(?<version>v1|v1beta|v1alpha)\/files\/(?<id>[^/:]+)$/;

  function download(call: Call): Answer {
    const file = files.find(projectOf(call), call.params.id ?? '');
    if (!file) return noSuchFile(call.params.id ?? '');
    if (file.source === 'UPLOADED') {
      return googleError('INVALID_ARGUMENT', 'Only files that were generated can be downloaded.');
    }
    return { status: 200, bytes: file.bytes, headers: { 'content-type': file.mimeType } };
  }

  return [
    {
      name: 'getFile',
      method: 'GET',
      pattern: one,
      handle(call) {
        const tooLong = settings.getOfResultFile === 'refused' && tooLongFor('GetFileRequest', call);
        if (tooLong) return tooLong;
        const file = files.poll(projectOf(call), call.params.id ?? '');
        if (!file) return noSuchFile(call.params.id ?? '');
        return { status: 200, body: fileResource(file, call.origin, version(call)) };
      },
    },
    {
      name: 'deleteFile',
      method: 'DELETE',
      pattern: one,
      handle(call) {
        const id = call.params.id ?? '';
        const tooLong = tooLongFor('DeleteFileRequest', call);
        if (tooLong) return tooLong;
        if (!files.find(projectOf(call), id)) return noSuchFile(id);
        files.remove(projectOf(call), id);
        return { status: 200, body: {} };
      },
    },
    {
      name: 'listFiles',
      method: 'GET',
      pattern: /^\/(?<version>v1|v1beta|v1alpha)\/files$/,
      handle(call) {
        const { items, nextPageToken } = pageOf(files.listed(projectOf(call)), call, { usual: 10, most: 100 });
        if (items.length === 0) return { status: 200, body: {} };
        const listed = items.map((file) => fileResource(file, call.origin, version(call)));
        return { status: 200, body: { files: listed, nextPageToken } };
      },
    },
    {
      name: 'downloadFile',
      method: 'GET',
      pattern: /^(?:\/download)?\/(?:v1|v1beta|v1alpha)\/files\/(?<id>[^/:]+):download$/,
      handle: download,
    },
  ];
}

function tooLongFor(message: string, { params }: Call): Answer | undefined {
  const problem = lengthProblem(params.id ?? '');
  return problem === undefined ? undefined : invalidField(`${message}.name`, problem);
}

/** A file that is gone or foreign is 403, not 404. */
export function noSuchFile(id: string): Answer {
  return googleError('PERMISSION_DENIED', `You do not have permission to access the File ${id} or it may not exist.`);
}
