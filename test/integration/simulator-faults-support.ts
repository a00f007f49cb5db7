import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { FaultEffect } from '../../src/simulator/core/faults.ts';
import type { Journal, JournalEntry } from '../../src/simulator/core/journal.ts';
import type { GeminiSimulator } from '../../src/simulator/gemini/simulator.ts';

const page = readFileSync('docs/simulator.md', 'utf8');

/** Kinds in the page's table of faults at the socket. */
export const documentedKinds = [...page.matchAll(/^\| `([\w-]+)` \| .* \| (?:yes|no) \|$/gm)].map(
  ([, kind = '']) => kind,
);

/** A row of the page's table of behaviours; `route` as it stands there, without marks of footnotes. */
export type DocumentedBehaviour = { side: string; routes: string[]; name: string; says: string };

export const documentedBehaviours: DocumentedBehaviour[] = [
  ...page.matchAll(/^\| (LINE|Gemini) \| ([^|]+) \| `([\w-]+)` \| (.+) \|$/gm),
].map(([, side = '', cell = '', name = '', says = '']) => ({
  side,
  routes: cell.split(', ').map((route) => route.replace(/^`(\w+)`.*$/, '$1')),
  name,
  says,
}));

/** Names of the documented behaviours of a side, of some routes only when they are given. */
export function documentedNames(side: 'LINE' | 'Gemini', route?: string): string[] {
  return documentedBehaviours
    .filter((row) => row.side === side && (route === undefined || row.routes.includes(route)))
    .map(({ name }) => name)
    .toSorted();
}

/** What a caller saw: an answer, or the code of the error that came in its place. */
export type Exchange = { status?: number; contentType?: string; text?: string; lost?: string };

/** Calls a URL and reads the whole answer; never rejects. */
export async function exchange(url: string, init: RequestInit): Promise<Exchange> {
  try {
    const answer = await fetch(url, init);
    const contentType = answer.headers.get('content-type') ?? '';
    return { status: answer.status, contentType, text: await answer.text() };
  } catch (error) {
    return { lost: codeOf(error) };
  }
}

const fetchError = z.object({ cause: z.object({ code: z.string() }) });

/** The code of the error behind an error of fetch; its classes are of another realm than the tests. */
function codeOf(error: unknown): string {
  return fetchError.safeParse(error).data?.cause.code ?? String(error);
}

/** Whether a text is JSON. */
export function isJson(text: string | undefined): boolean {
  try {
    JSON.parse(text ?? '');
    return true;
  } catch {
    return false;
  }
}

/** Adds a fault by the control route, as a caller from outside would; resolves to the status. */
export async function addFault(
  url: string,
  fault: { route: string; effect: FaultEffect; times?: number; probability?: number },
): Promise<number> {
  const answer = await fetch(`${url}/_sim/faults`, { method: 'POST', body: JSON.stringify(fault) });
  return answer.status;
}

/** A behaviour fault. */
export function behaviour(route: string, name: string, value?: unknown) {
  return { route, effect: { kind: 'behaviour', name, value } } as const;
}

/** The newest journal entry of a route. */
export function newest(journal: Journal, route: string): JournalEntry | undefined {
  return journal.entries().findLast((entry) => entry.route === route);
}

/** Headers and method of a POST to Gemini with its key. */
export function keyed(simulator: GeminiSimulator, body: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { 'x-goog-api-key': simulator.geminiApiKey },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}
