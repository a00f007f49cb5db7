import { createPublicKey, verify } from 'node:crypto';
import { GoogleGenAI, type GoogleGenAIOptions, type HttpOptions } from '@google/genai';
import { GoogleGenAI as GoogleGenAI2 } from 'google-genai-2';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Journal } from '../../src/simulator/core/journal.ts';
import type { GeminiSimulator, GeminiSimulatorOptions } from '../../src/simulator/gemini/simulator.ts';
import { closeLater, startStage } from '../integration/simulator-gemini-support.ts';
import { startWebhook } from './line-simulator.ts';

/** One major of the JavaScript SDK with the API version that it talks. */
export type Major = { version: string; connect: (options: GoogleGenAIOptions) => GoogleGenAI };

/** The majors by name; what the tests call has the same types in both. */
export const majors: [string, Major][] = [
  ['SDK 3 on v1', { version: 'v1', connect: (options) => new GoogleGenAI(options) }],
  [
    'SDK 3 on v1beta',
    { version: 'v1beta', connect: (options) => new GoogleGenAI({ apiVersion: 'v1beta', ...options }) },
  ],
  ['SDK 2', { version: 'v1beta', connect: (options) => new GoogleGenAI2(options) as unknown as GoogleGenAI }],
];

/** A simulated Gemini with the client of a major; a request that meets no route fails the test. */
export async function startMajor(major: Major, options: Partial<GeminiSimulatorOptions> = {}) {
  const { simulator, clock, journal } = await startStage(options);
  closeLater(async () => expect(unmatchedIn(journal)).toEqual([]));
  const connect = (httpOptions: HttpOptions = {}) =>
    major.connect({
      apiKey: simulator.geminiApiKey,
      httpOptions: { baseUrl: simulator.url, timeout: 10_000, ...httpOptions },
    });
  const routed = (route: string) => journal.entries().filter((entry) => entry.route === route);
  return { simulator, clock, journal, ai: connect(), connect, routed };
}

/** Requests of a journal that met no route. */
export function unmatchedIn(journal: Journal): string[] {
  return journal.entries().flatMap((entry) => (entry.matched ? [] : [`${entry.method} ${entry.path}`]));
}

/** A receiver of webhooks that lives as long as the test. */
export async function startReceiver() {
  const receiver = await startWebhook();
  closeLater(receiver.close);
  return receiver;
}

/** Bytes of an answer to a plain GET with the key. */
export async function fetchText(simulator: GeminiSimulator, path: string): Promise<string> {
  const answer = await fetch(`${simulator.url}${path}`, { headers: { 'x-goog-api-key': simulator.geminiApiKey } });
  expect(answer.status).toBe(200);
  return answer.text();
}

type Delivery = Awaited<ReturnType<typeof startWebhook>>['received'][number];

/** Whether one of the published Ed25519 keys signed a delivery. */
export async function isSignedV1a(simulator: GeminiSimulator, { headers, body }: Delivery): Promise<boolean> {
  const [scheme, signature = ''] = String(headers['webhook-signature']).split(',');
  const signedText = Buffer.from(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`);
  const keys = (await jwksOf(simulator)).keys.filter((key) => key.kty === 'OKP');
  return (
    scheme === 'v1a' &&
    keys.some((key) =>
      verify(null, signedText, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64')),
    )
  );
}

/** Claims of the RS256 token that stands in place of a signature. */
export async function claimsOf(simulator: GeminiSimulator, { headers }: Delivery) {
  const keySet = createLocalJWKSet(await jwksOf(simulator));
  return (await jwtVerify(String(headers['webhook-signature']), keySet, { algorithms: ['RS256'] })).payload;
}

async function jwksOf(simulator: GeminiSimulator): Promise<JSONWebKeySet> {
  return (await (await fetch(`${simulator.url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
}
