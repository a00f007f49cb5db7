import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string[]>();

/** What the journal calls a behaviour fault. */
export const behaviourMark = (name: string) => `behaviour:${name}`;

/** Runs the handling of a request; behaviours that strike meanwhile are added to `marks`. */
export function collectingMarks<T>(marks: string[], run: () => T): T {
  return current.run(marks, run);
}

/** Notes a behaviour that struck. Webhooks have journal entries of their own, so those of their route are left out. */
export function mark(route: string, name: string): void {
  if (route !== 'webhook') current.getStore()?.push(behaviourMark(name));
}
