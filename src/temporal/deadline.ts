import { type Client, isGrpcServiceError, ServiceError } from '@temporalio/client';

/** Temporal did not answer in time or cannot be reached; whether it acted is unknown. */
export class TemporalUnavailable extends Error {
  constructor(cause: unknown, address = '') {
    super(address ? `Temporal at ${address} does not answer` : 'Temporal did not answer in time', { cause });
    this.name = 'TemporalUnavailable';
  }
}

/** gRPC codes that mean "not reached or not in time": CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE. */
const transportCodes = new Set([1, 4, 8, 14]);

/**
 * Runs calls to Temporal under one deadline; without one a client may wait for ever.
 *
 * @throws TemporalUnavailable when the deadline passes or the server cannot be reached; other errors as they are.
 */
export async function withDeadline<T>(client: Client, timeoutMs: number, calls: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  // The first call of a lazy connection also connects, which the gRPC deadline does not cover.
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TemporalUnavailable(new Error(`no answer within ${timeoutMs} ms`))), timeoutMs);
  });
  try {
    return await Promise.race([client.withDeadline(Date.now() + timeoutMs, calls), late]);
  } catch (error) {
    throw isTransportError(error) ? new TemporalUnavailable(error) : error;
  } finally {
    clearTimeout(timer);
  }
}

function isTransportError(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && transportCodes.has(cause.code);
}
