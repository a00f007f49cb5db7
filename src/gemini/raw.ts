import { ApiError } from '@google/genai';
import { apiVersion, type ClientContext } from './context.ts';

const resourceName = /^(?:files|batches)\/[A-Za-z0-9_-]{1,128}$/;

/** The path of a file or job for a URL. Throws a `TypeError` for what is no resource name, whoever it came from. */
export function resourcePath(name: string): string {
  if (!resourceName.test(name)) throw new TypeError(`Not the name of a file or batch: ${JSON.stringify(name)}`);
  return name;
}

/**
 * A GET past the SDK, for what it leaves out: error and counts of a job, and the bytes of a result file.
 *
 * @throws ApiError as the SDK does, with the body as its message; TimeoutError, AbortError and errors of fetch as they are.
 */
export async function getRaw(
  { baseUrl, apiKey, timeoutMs }: ClientContext,
  path: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await fetch(`${baseUrl}/${apiVersion}/${path}`, {
    headers: { 'x-goog-api-key': apiKey },
    // Fetch would take the header with the key along to wherever it is sent.
    redirect: 'error',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  });
  const text = await response.text();
  if (!response.ok) throw new ApiError({ status: response.status, message: text });
  return text;
}
