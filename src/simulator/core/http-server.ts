import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { bytesOf } from './fault-answers.ts';
import { type ReceivedBody, receiveBody } from './request-body.ts';
import type { Answer } from './server.ts';

/** Bytes that never became a request: what could be read of their first line, and the status of the refusal. */
export type BrokenRequest = { method: string; target: string; status: number; headers: Record<string, string> };

/** What answers a side's requests. */
export type HttpHandlers = {
  bodyLimitBytes: number;
  /** Answers a request; must not reject. */
  handle: (request: IncomingMessage, response: ServerResponse, body: ReceivedBody) => Promise<void>;
  /** The answer to bytes that are no HTTP request, or ask for something that is no request of an API (CONNECT). */
  handleBroken: (broken: BrokenRequest) => Answer;
};

/** A server on a loopback port. */
export type SideServer = {
  /** Resolves to `http://127.0.0.1:port`; rejects when the port is taken. */
  listen: (port: number) => Promise<string>;
  /** Closes the server and every connection. */
  close: () => Promise<void>;
};

const maxHeaderBytes = 64 * 1024;
/** Longer than the idle connections that clients keep, so that none is closed while it is being used again. */
const keepAliveMs = 72_000;

/**
 * Builds an HTTP server without a framework: every method, target, content type and protocol error reaches the handlers,
 * so that all answers are the vendor's.
 */
export function createHttpServer(handlers: HttpHandlers): SideServer {
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    requireHostHeader: false,
    requestTimeout: 0,
    keepAliveTimeout: keepAliveMs,
  });
  server.on('request', (request, response) => {
    void receiveBody(request, handlers.bodyLimitBytes).then((body) => handlers.handle(request, response, body));
  });
  server.on('checkExpectation', (request, response) => {
    // Who waits for something else than 100 sends no body before the answer.
    response.shouldKeepAlive = false;
    void handlers.handle(request, response, { bytes: Buffer.alloc(0), state: 'whole' });
  });
  server.on('connect', (request, socket) => {
    const broken = { method: 'CONNECT', target: request.url ?? '', status: 405, headers: {} };
    writeRaw(socket, handlers.handleBroken(broken));
  });
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const [, method = '', target = ''] = /^(\S+) (\S+) HTTP\/1/.exec(error.rawPacket?.toString('latin1') ?? '') ?? [];
    const status = statusOf(error.code, method !== '');
    writeRaw(socket, handlers.handleBroken({ method, target, status, headers: {} }));
  });
  return {
    listen: async (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          resolve(`http://127.0.0.1:${portOf(server.address())}`);
        });
      }),
    close: async () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function statusOf(code: string | undefined, isHttp: boolean): number {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    case 'HPE_INVALID_METHOD':
      return isHttp ? 405 : 400;
    default:
      return 400;
  }
}

function writeRaw(socket: Duplex, answer: Answer): void {
  const bytes = bytesOf(answer);
  const headers = { 'content-type': 'application/json; charset=UTF-8', ...answer.headers };
  const lines = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? 'Error'}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${bytes.length}`,
    'connection: close',
  ];
  socket.on('error', () => undefined);
  socket.end(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes]));
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
