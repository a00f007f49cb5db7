/** Makes a read that asks once for all who wait and remembers the answer for `ttlMs`; a failure is not remembered. */
export function cached<T>(ttlMs: number, read: () => Promise<T>): () => Promise<T> {
  let remembered: { value: Promise<T>; untilMs: number } | undefined;
  return () => {
    const nowMs = Date.now();
    if (remembered && nowMs < remembered.untilMs) return remembered.value;
    const value = read();
    const entry = { value, untilMs: nowMs + ttlMs };
    remembered = entry;
    value.catch(() => {
      if (remembered === entry) remembered = undefined;
    });
    return value;
  };
}
