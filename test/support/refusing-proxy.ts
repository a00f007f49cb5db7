import { once } from 'node:events';
import { connect, constants, createServer, type IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';

/** gRPC status codes with which a frontend refuses a call. */
export const grpcRefusals = { permissionDenied: 7, unimplemented: 12 } as const;

/** A gRPC proxy; its calls reach the server unless they are refused. */
export type RefusingProxy = { address: string; close: () => void };

/** Starts a proxy in front of a Temporal server at `host:port` that answers the paths that `refuses` names with `status`. */
export async function startRefusingProxy(
  target: string,
  refuses: (path: string) => boolean,
  status: number,
): Promise<RefusingProxy> {
  const upstream = connect(`http://${target}`);
  const server = createServer();
  server.on('stream', (stream, requestHeaders) => {
    if (refuses(requestHeaders[':path'] ?? '')) {
      const headers = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(status) };
      stream.respond({ ...headers, 'grpc-message': 'Request unauthorized.' }, { endStream: true });
      return;
    }
    const call = upstream.request({ ...requestHeaders, ':authority': target });
    let trailers: IncomingHttpHeaders = {};
    call.on('trailers', (received) => (trailers = received));
    call.on('response', (headers, flags) => {
      const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      stream.respond({ ...headers }, endStream ? { endStream } : { waitForTrailers: true });
      if (endStream) return;
      stream.on('wantTrailers', () => stream.sendTrailers(trailers));
      call.pipe(stream);
    });
    call.on('error', () => stream.destroy());
    stream.on('error', () => call.destroy());
    stream.pipe(call);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    close() {
      server.close();
      upstream.destroy();
    },
  };
}
