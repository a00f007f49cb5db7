import { connect } from 'node:net';

/** What a server answered to bytes that no HTTP client would send. */
export type RawAnswer = { status: number; headers: string; body: string };

/** Sends bytes to a server and reads its answer until the connection ends, or the body that was announced is there. */
export async function sendRaw(url: string, bytes: string | Buffer): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const received = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      if (isWhole(text)) socket.end();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', (error) => (text === '' ? reject(error) : resolve(text)));
  });
  const [headers = '', body = ''] = received.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(headers)?.[1] ?? 0), headers, body };
}

function isWhole(text: string): boolean {
  const [headers = '', body] = text.split('\r\n\r\n');
  const length = /^content-length: (\d+)/im.exec(headers)?.[1];
  return body !== undefined && length !== undefined && Buffer.byteLength(body) >= Number(length);
}
