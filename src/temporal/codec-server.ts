import { timingSafeEqual } from 'node:crypto';
import proto from '@temporalio/proto';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fastifyLimits, type ServerLimits, serverLimits } from '../server-limits.ts';
import { createEncryptionCodec } from './codec.ts';
import type { KeyRing } from './key-ring.ts';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

/** Who may ask, and with which keys it is answered. */
export type CodecServerOptions = {
  keyRing: KeyRing;
  /** Origins of the Web UI; browsers of other pages are refused. */
  allowedOrigins: string[];
  /**
   * Bearer token that every request must carry; undefined only on loopback, and then a request must also name this
   * machine in `Host`: a page whose name was pointed at loopback ("DNS rebinding") names its own.
   */
  token: string | undefined;
  /** Default: those of every server of ours. */
  limits?: ServerLimits;
};

const bodySchema = z.object({ payloads: z.array(z.record(z.string(), z.unknown())).default([]) });
const bodyLimitBytes = 8 * 1024 * 1024;

/**
 * Builds the server that shows operators decrypted payloads in the Web UI and the CLI: `POST /encode` and `POST /decode`
 * with `{ payloads }`, under any path before these. A payload that cannot be opened is answered as it came. Follows "Codec
 * Server" of the Temporal documentation.
 */
export function buildCodecServer(options: CodecServerOptions): FastifyInstance {
  const { keyRing, allowedOrigins, token, limits = serverLimits } = options;
  const codec = createEncryptionCodec(keyRing, 'display');
  const app = Fastify({ ...fastifyLimits(limits), bodyLimit: bodyLimitBytes });
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (token === undefined && !isLoopback(request.hostname))
      return reply.code(403).send({ error: 'Without a token only requests to a loopback address are answered.' });
    if (origin !== undefined && !allowedOrigins.includes(origin))
      return reply.code(403).send({ error: 'This origin may not ask.' });
    if (origin !== undefined) reply.headers(corsHeaders(origin));
    if (request.method === 'OPTIONS') return reply.code(204).send();
    if (token !== undefined && !isBearer(request.headers.authorization, token))
      return reply.code(401).send({ error: 'The token is missing or wrong.' });
  });
  app.options('/*', async (_request, reply) => reply.code(204).send());
  // Web UI and command add their path to the endpoint that they were given, which may have a path of its own.
  app.post<{ Params: { '*': string } }>('/*', async (request, reply) => {
    const [, direction] = /^(?:.*\/)?(encode|decode)\/?$/.exec(request.params['*']) ?? [];
    if (direction !== 'encode' && direction !== 'decode')
      return reply.code(404).send({ error: 'Paths end with /encode or /decode.' });
    const body = bodySchema.safeParse(request.body);
    if (!body.success) return reply.code(400).send({ error: 'The body must be { payloads: [...] }.' });
    return {
      payloads: await Promise.all(body.data.payloads.map(async (payload) => codedOr(codec[direction], payload))),
    };
  });
  return app;
}

/** One payload as the codec makes it. What is no payload stays as it is: its neighbours are shown all the same. */
async function codedOr(
  code: ReturnType<typeof createEncryptionCodec>['decode'],
  payload: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  try {
    const [coded] = await code([PayloadMessage.fromObject(payload)]);
    return PayloadMessage.toObject(PayloadMessage.fromObject(coded ?? {}), { bytes: String });
  } catch {
    return payload;
  }
}

function corsHeaders(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-headers': 'content-type, x-namespace, authorization',
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-credentials': 'true',
    vary: 'origin',
  };
}

const isLoopback = (hostname: string) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname);

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
