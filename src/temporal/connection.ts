import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { TemporalUnavailable } from './deadline.ts';

/** Where the Temporal server is; TLS, API key and the rest come from the SDK's own environment variables. */
export type TemporalTarget = { address?: string; namespace: string };

const channelArgs = {
  // The default of two minutes between attempts would keep us away that much longer than an outage lasts.
  'grpc.initial_reconnect_backoff_ms': 500,
  'grpc.max_reconnect_backoff_ms': 2000,
  // A frontend that freezes without closing its connections is left after 15 s at most. Servers refuse pings that come
  // less than 10 s apart.
  'grpc.keepalive_time_ms': 11_000,
  'grpc.keepalive_timeout_ms': 4000,
  'grpc.keepalive_permit_without_calls': 1,
};

/** A client that connects when first used, so that the API can start while Temporal is away. */
export function createClient(target: TemporalTarget, dataConverter: DataConverter): Client {
  const options = connectionOptions(target);
  const connection = Connection.lazy({ ...options, channelArgs: { ...channelArgs, ...proxyArgs(options.address) } });
  return new Client({ connection, namespace: target.namespace, dataConverter });
}

/** gRPC takes the proxy of the environment for every address; one of this machine is not to be found there. */
export function proxyArgs(address = 'localhost') {
  return /^(localhost|127(\.\d+){3}|\[?::1\]?)(:\d+)?$/.test(address) ? { 'grpc.enable_http_proxy': 0 } : {};
}

/** The worker's connection; its keepalive is fixed in the SDK's native half (30 s + 15 s). @throws TemporalUnavailable when the server cannot be reached. */
export async function connectWorker(target: TemporalTarget): Promise<NativeConnection> {
  const options = connectionOptions(target);
  try {
    return await NativeConnection.connect(options);
  } catch (error) {
    throw new TemporalUnavailable(error, options.address);
  }
}

/** Follows "Environment configuration" of the Temporal documentation: variables and profile file, our address last. */
function connectionOptions(target: TemporalTarget) {
  const { connectionOptions: fromEnvironment } = loadClientConnectConfig();
  return { ...fromEnvironment, ...(target.address ? { address: target.address } : {}) };
}
