import { GoogleGenAI } from '@google/genai';

/** How the Gemini Developer API is reached. */
export type GeminiOptions = {
  apiKey: string;
  /** Origin without a path; default is Google's. */
  baseUrl?: string;
  /** Model for Maps and Search grounding and for reading names out of prose. */
  groundingModel: string;
  /** Model that writes reports, in a batch and by ordinary call. */
  reportModel: string;
  /** Longest wait for one HTTP request. */
  timeoutMs: number;
};

/** What the methods of the client stand on. */
export type ClientContext = GeminiOptions & { baseUrl: string; ai: GoogleGenAI };

/** Version 3 of the SDK talks `v1` by itself, which lacks tools, files and batches ("API versions"). */
export const apiVersion = 'v1beta';

/** Prepares the SDK. Throws without a key: the SDK would only warn, and look for other credentials at the first call. */
export function createContext(options: GeminiOptions): ClientContext {
  if (options.apiKey === '') throw new Error('The Gemini API key is empty.');
  const baseUrl = (options.baseUrl ?? 'https://generativelanguage.googleapis.com').replace(/\/+$/, '');
  return { ...options, baseUrl, ai: createSdk(options, baseUrl) };
}

/**
 * The SDK with a timeout for every request, which it does not have by itself, and without retries, which are Temporal's
 * business. `signal` ends all of its requests: uploads take none of their own.
 */
export function createSdk(options: GeminiOptions, baseUrl: string, signal?: AbortSignal): GoogleGenAI {
  const { apiKey, timeoutMs: timeout } = options;
  const httpOptions = { baseUrl, timeout, fetch: fetchAt(new URL(baseUrl), signal) };
  return new GoogleGenAI({ apiKey, apiVersion, vertexai: false, httpOptions });
}

/**
 * A fetch that keeps the API key with Gemini: it follows no redirect, and goes where an answer says (an upload has an
 * address of its own) only within the origin that we were given, or within Google's API hosts when that is one.
 */
function fetchAt(base: URL, signal: AbortSignal | undefined): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!isOf(base, url)) throw new TypeError(`Gemini names an address elsewhere: ${url.origin}`);
    const signals = [signal, init?.signal].filter((one) => one != null);
    return fetch(input, { ...init, redirect: 'error', signal: AbortSignal.any(signals) });
  };
}

const googleHost = '.googleapis.com';

function isOf(base: URL, url: URL): boolean {
  if (url.origin === base.origin) return true;
  return base.hostname.endsWith(googleHost) && url.hostname.endsWith(googleHost) && url.protocol === 'https:';
}
