import { AsyncLocalStorage } from 'node:async_hooks';

/** One call of the SDK: what ends it early, and the response once its head has come. */
type Scope = { signal: AbortSignal; response?: Response };

const scopes = new AsyncLocalStorage<Scope>();
let wrapper: typeof fetch | undefined;

/** What became of one call: its value or its error, and the response if there was one. */
export type Outcome<T> = { response: Response | undefined } & ({ value: T } | { error: unknown });

/**
 * Runs one call of `@line/bot-sdk` under a timeout and the caller's signal; both cover the whole call, the body of the
 * answer included. Never throws: the outcome holds the error beside the response, since an error that comes after the
 * head of a 2xx means that LINE has accepted the message.
 *
 * The SDK takes neither signal nor fetch, but looks `fetch` up at each call. So `globalThis.fetch` is wrapped once, and the
 * wrapper changes only requests made inside this scope, which follows the call through its awaits: calls that run side by
 * side cannot see the signals of each other, and the fetch of everybody else stays as it was. A race against a timer
 * would instead leave the request running, to be delivered after it was given up.
 */
export async function inFetchScope<T>(
  options: { timeoutMs: number; signal?: AbortSignal },
  call: () => Promise<T>,
): Promise<Outcome<T>> {
  install();
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(timeoutError(options.timeoutMs)), options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([timeout.signal, options.signal]) : timeout.signal;
  const scope: Scope = { signal };
  try {
    return { value: await scopes.run(scope, call), response: scope.response };
  } catch (error) {
    return { error, response: scope.response };
  } finally {
    clearTimeout(timer);
  }
}

/** Wraps again when somebody else has put another fetch in place, so that no call runs without its timeout. */
function install(): void {
  if (wrapper && globalThis.fetch === wrapper) return;
  const inner = globalThis.fetch;
  wrapper = async (input, init) => {
    const scope = scopes.getStore();
    if (!scope) return inner(input, init);
    // LINE redirects nothing, and a redirect would take message and token along.
    scope.response = await inner(input, { ...init, signal: scope.signal, redirect: 'error' });
    return scope.response;
  };
  globalThis.fetch = wrapper;
}

const timeoutError = (timeoutMs: number) =>
  new DOMException(`LINE did not answer within ${timeoutMs} ms`, 'TimeoutError');
