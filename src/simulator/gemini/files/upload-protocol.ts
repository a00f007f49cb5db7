import type { Answer, Call } from '../../core/server.ts';
import { googleError } from '../wire/errors.ts';

/**
 * How the bytes of a file come: in chunks, started with `X-Goog-Upload-Command`; in chunks by `Content-Range`, as the
 * client libraries of Google's older APIs send them; behind the metadata in one multipart body; or alone.
 */
export type UploadProtocol = 'resumable' | 'content-range' | 'multipart' | 'raw';

/** The header of the newer protocols and `upload_protocol` say the same; `uploadType` is the older word for it. */
export function uploadProtocolOf({ headers, query }: Call): UploadProtocol | { failure: Answer } {
  const named = headers['x-goog-upload-protocol'] ?? query.get('upload_protocol') ?? query.get('uploadProtocol');
  const protocol = named?.toLowerCase();
  if (protocol === 'resumable' || protocol === 'multipart' || protocol === 'raw') return protocol;
  if (named) return { failure: googleError('INVALID_ARGUMENT', `Invalid upload protocol: ${named}.`) };
  const type = query.get('uploadType') ?? query.get('upload_type');
  if (type === 'resumable') return 'content-range';
  if (type === 'multipart') return 'multipart';
  if (type === 'media') return 'raw';
  if (type) return { failure: googleError('INVALID_ARGUMENT', `Invalid upload type: ${type}.`) };
  return headers['content-type']?.toLowerCase().startsWith('multipart/') ? 'multipart' : 'resumable';
}

/** A slice of a file in `Content-Range`: where it begins, and whether it is the last one. */
export type Slice = { offset: number | undefined; isLast: boolean };

/** Reads `bytes 0-9/20`, `bytes 0-9/*` and `bytes *\/20` (RFC 9110, section 14.4); without the header the bytes are all there is. */
export function sliceOf(call: Call): Slice | { failure: Answer } {
  const header = call.headers['content-range'];
  if (header === undefined) return { offset: undefined, isLast: true };
  const [, first, last, total] = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(header) ?? [];
  if (total === undefined) return { failure: googleError('INVALID_ARGUMENT', `Invalid Content-Range: ${header}.`) };
  const end = last === undefined ? undefined : Number(last) + 1;
  const isLast = total !== '*' && (end === undefined || end === Number(total));
  return { offset: first === undefined ? undefined : Number(first), isLast };
}
