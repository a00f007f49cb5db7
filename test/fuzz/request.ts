import type { Corpus } from './corpus.ts';
import { encodings, mutateBytes } from './mutate-bytes.ts';
import { mutateJson } from './mutate-json.ts';
import { type Dice, diceOf } from './random.ts';
import { type Signer, spoilt } from './signing.ts';
import { worstBody } from './worst-bodies.ts';

/** One request as it goes out. */
export type FuzzRequest = {
  n: number;
  vendor: 'line' | 'gemini';
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  /** `cut`: the connection ends before the body does. `overlong`: more bytes come than were said. */
  transport: 'plain' | 'chunked' | 'cut' | 'overlong';
};

/** What requests are made of. */
export type RequestSource = { seed: number; corpus: Corpus; signer: Signer; largestBytes: number };

const bodyLimitBytes = 1024 * 1024;

/** Longer texts are not changed again: they are deep or long enough. */
const mutableLength = 6000;

/** Request number `n`, which follows from the seed alone (but for times and signatures). */
export function createRequest(source: RequestSource, n: number): FuzzRequest {
  const dice = diceOf(source.seed, n);
  const vendor = dice.below(5) < 3 ? 'line' : 'gemini';
  const recorded = dice.pickOf(source.corpus[vendor]) ?? '{}';
  const original = dice.onceIn(500) ? worstBody(vendor, dice, Math.min(source.largestBytes, bodyLimitBytes)) : recorded;
  const mutated = mutatedBody(original, dice, source.largestBytes);
  const encoding = dice.onceIn(25) ? dice.pick(['gzip', 'deflate', 'br'] as const) : undefined;
  const body = encoding && !dice.onceIn(4) ? encodings[encoding](mutated) : mutated;
  const signed = dice.onceIn(20) ? Buffer.from(original) : body;
  const signature = signatureOf(source.signer, vendor, signed, dice, n);
  return {
    n,
    vendor,
    body,
    method: dice.onceIn(60) ? dice.pick(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) : 'POST',
    path: pathOf(vendor, dice),
    headers: {
      ...(dice.onceIn(25) ? oddType(dice) : { 'content-type': 'application/json; charset=utf-8' }),
      ...(encoding && { 'content-encoding': encoding }),
      ...(dice.onceIn(30) && oddHeader(dice)),
      ...(dice.onceIn(12) ? spoilt(signature, dice) : signature),
    },
    transport: dice.onceIn(12) ? dice.pick(['chunked', 'chunked', 'chunked', 'cut', 'overlong'] as const) : 'plain',
  };
}

function mutatedBody(original: string, dice: Dice, largestBytes: number): Buffer {
  let text = original;
  for (let changes = dice.below(4); changes > 0 && text.length < mutableLength; changes--)
    text = mutateJson(text, dice, largestBytes);
  let bytes: Buffer = Buffer.from(text);
  if (dice.onceIn(3)) for (let changes = 1 + dice.below(2); changes > 0; changes--) bytes = mutateBytes(bytes, dice);
  return bytes;
}

function signatureOf(signer: Signer, vendor: 'line' | 'gemini', body: Buffer, dice: Dice, n: number) {
  if (vendor === 'line') return signer.line(body);
  const id = dice.onceIn(30) ? dice.pick(['é', '..', '__proto__', 'm'.repeat(2000)]) : `msg_${n}`;
  return signer.gemini(dice.pick(['v1', 'v1a', 'jwt'] as const), id, body);
}

function pathOf(vendor: string, dice: Dice): string {
  const path = `/webhooks/${vendor}`;
  if (!dice.onceIn(80)) return path;
  return dice.pick([
    `${path}/`,
    `/${path}`,
    `${path}?x=1&__proto__=2`,
    `${path}%00`,
    `${path}#a`,
    path.toUpperCase(),
    `${path}/../line`,
  ]);
}

const oddType = (dice: Dice): Record<string, string> =>
  dice.pick<Record<string, string>>([
    {},
    { 'content-type': '' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': 'application/jsonp' },
    { 'content-type': 'application/json, text/html' },
    { 'content-type': 'multipart/form-data; boundary=x' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': `application/json; ${'x=1; '.repeat(500)}` },
  ]);

const oddHeader = (dice: Dice): Record<string, string> =>
  dice.pick<Record<string, string>>([
    { 'x-forwarded-for': `${'1.1.1.1, '.repeat(200)}::1` },
    { 'x-forwarded-for': 'not an address' },
    { expect: '100-continue' },
    { upgrade: 'websocket', connection: 'upgrade' },
    { 'accept-version': '9.9.9' },
    { 'x-line-retry-key': 'x' },
    { cookie: 'a=b; '.repeat(400) },
    { 'x-http-method-override': 'DELETE' },
    { te: 'trailers' },
  ]);
