/** Failures that come before a request can leave: no address, no route, no TLS session. */
const beforeConnection = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * Whether the cause of a failed fetch (an error of Node's sockets or of undici) shows that no byte of the request was
 * sent. When unsure, false.
 */
export function isBeforeConnection(cause: unknown): boolean {
  const errors = property(cause, 'errors');
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isBeforeConnection);
  const code = property(cause, 'code');
  return (typeof code === 'string' && beforeConnection.has(code)) || property(cause, 'syscall') === 'connect';
}

/** A property of what was thrown, which may be anything; `instanceof` fails across realms. */
export function property(thrown: unknown, key: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, key) : undefined;
}
