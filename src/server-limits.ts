import type { FastifyHttpOptions, FastifyServerOptions } from 'fastify';

/** How much time and space one connection may take. */
export type ServerLimits = {
  /** From the first byte of a request to the end of its headers. */
  headersTimeoutMs: number;
  /** From the first byte of a request to the last of its body. */
  requestTimeoutMs: number;
  /** Without a byte in either direction. */
  idleTimeoutMs: number;
  /** Between two requests of one connection. */
  keepAliveTimeoutMs: number;
  /** How often the first two are looked at, so a slow request may live this much longer. */
  checkEveryMs: number;
  /** Headers of one request together. */
  headerBytes: number;
};

/** The limits of our servers. */
export const serverLimits: ServerLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  idleTimeoutMs: 30_000,
  keepAliveTimeoutMs: 75_000,
  checkEveryMs: 5000,
  headerBytes: 16 * 1024,
};

/** The limits as Fastify and Node ("http.createServer") call them. */
export function fastifyLimits(limits: ServerLimits): FastifyServerOptions & Pick<FastifyHttpOptions<never>, 'http'> {
  return {
    connectionTimeout: limits.idleTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    http: {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      maxHeaderSize: limits.headerBytes,
    },
  };
}
