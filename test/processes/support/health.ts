import type { Rig } from './rig.ts';

/** What the API says of itself: process alive, ready for work. Undefined: no answer. */
export type Health = { alive: number | undefined; ready: number | undefined };

/** Asks `/healthz` and `/readyz`. */
export async function healthOf(rig: Rig): Promise<Health> {
  return { alive: await statusOf(rig, '/healthz'), ready: await statusOf(rig, '/readyz') };
}

/** Status of a GET to the API. */
export async function statusOf({ apiUrl }: Rig, path: string): Promise<number | undefined> {
  return fetch(`${apiUrl}${path}`, { signal: AbortSignal.timeout(5000) }).then(
    ({ status }) => status,
    () => undefined,
  );
}
