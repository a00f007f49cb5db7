/** One part of a multipart body. */
export type BodyPart = { contentType: string | undefined; bytes: Buffer };

const endOfHeaders = Buffer.from('\r\n\r\n');

/**
 * Cuts a `multipart/*` body into its parts (RFC 2046, section 5.1); lines may end with a lone LF, too.
 *
 * @returns undefined if the content type has no boundary, or the body does not end with it.
 */
export function partsOfBody(contentType: string, body: Buffer): BodyPart[] | undefined {
  const [, quoted, plain] = /^multipart\/.*;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return undefined;
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: BodyPart[] = [];
  let at = nextDelimiter(body, delimiter, 0);
  while (at !== -1) {
    const start = at + delimiter.length;
    if (body.subarray(start, start + 2).toString('latin1') === '--') return parts;
    const next = nextDelimiter(body, delimiter, start);
    if (next === -1) return undefined;
    parts.push(partOf(body.subarray(afterLineEnd(body, start), beforeLineEnd(body, next))));
    at = next;
  }
  return undefined;
}

/** A delimiter stands at the beginning of a line. */
function nextDelimiter(body: Buffer, delimiter: Buffer, from: number): number {
  let at = body.indexOf(delimiter, from);
  while (at > 0 && body[at - 1] !== 0x0a) at = body.indexOf(delimiter, at + 1);
  return at;
}

function afterLineEnd(body: Buffer, at: number): number {
  return body.indexOf('\n', at) + 1;
}

/** The line end before a delimiter belongs to the delimiter. */
function beforeLineEnd(body: Buffer, at: number): number {
  return body[at - 2] === 0x0d ? at - 2 : at - 1;
}

function partOf(bytes: Buffer): BodyPart {
  const crlf = bytes.indexOf(endOfHeaders);
  const lf = bytes.indexOf('\n\n');
  const isCrlf = crlf !== -1 && (lf === -1 || crlf < lf);
  const end = isCrlf ? crlf : lf;
  if (end === -1) return { contentType: undefined, bytes };
  const headers = bytes.subarray(0, end).toString('latin1');
  const [, contentType] = /^content-type:[ \t]*(.+?)\s*$/im.exec(headers) ?? [];
  return { contentType, bytes: bytes.subarray(end + (isCrlf ? endOfHeaders.length : 2)) };
}
