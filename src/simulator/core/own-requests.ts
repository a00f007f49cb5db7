import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is not taken, as the status and a sentence. */
export type ForeignRequest = { status: 403 | 415; message: string };

const loopbackHost = /^(?:localhost|(?:[\w-]+\.)+localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;
const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * What a page of somebody else's could make a browser send to this machine: undefined when the request comes from a
 * program here or from our own page. Under a foreign name for this address (DNS rebinding) nothing is taken, reads
 * included. What changes something is taken from no other origin, and from a browser as JSON alone, which no form can send.
 * Programs such as curl name no origin and may send any content type.
 */
export function foreignRequest(method: string, headers: IncomingHttpHeaders): ForeignRequest | undefined {
  const { host = '', origin } = headers;
  if (!loopbackHost.test(host)) {
    return { status: 403, message: `This is for callers on this machine: the host ${host} is not a loopback name.` };
  }
  if (reads.has(method)) return undefined;
  const site = headers['sec-fetch-site'];
  const isForeignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (isForeignSite || (origin !== undefined && hostOf(origin) !== host.toLowerCase())) {
    return { status: 403, message: 'Pages of other origins may not do this.' };
  }
  const isFromBrowser = origin !== undefined || site !== undefined || headers['user-agent']?.startsWith('Mozilla/');
  const contentType = headers['content-type'] ?? '';
  if (isFromBrowser && contentType !== '' && !/^application\/json\s*(?:;|$)/i.test(contentType)) {
    return { status: 415, message: `A browser may send JSON here, not ${contentType}.` };
  }
  return undefined;
}

/** The host and port of an origin; undefined for `null`. */
function hostOf(origin: string): string | undefined {
  return /^https?:\/\/([^/]+)$/i.exec(origin)?.[1]?.toLowerCase();
}
