/** One request and its answer, or one webhook that the simulator sent. */
export type JournalEntry = {
  seq: number;
  /** Simulated time of the request, milliseconds since the epoch. */
  atMs: number;
  /** Who answered: a vendor's side, or `webhook` for what the simulator itself sent. */
  side: 'line' | 'gemini' | 'line-webhook' | 'gemini-webhook';
  method: string;
  /** Path with query, credentials taken out. */
  path: string;
  /** Name of the route that answered, e.g. `push`; undefined when nothing matched. */
  route: string | undefined;
  matched: boolean;
  requestHeaders: Record<string, string>;
  requestBody: unknown;
  /** Undefined when the connection was dropped before an answer. */
  status: number | undefined;
  responseBody: unknown;
  /** The injected fault, when there was one. */
  fault?: string;
  /** What a route threw, with its stack: a mistake of the simulator, answered with the vendor's 500. */
  error?: string;
};

/** What happened, in order; the oldest entries go when the limit is reached. */
export type Journal = {
  add: (entry: Omit<JournalEntry, 'seq'>) => JournalEntry;
  entries: () => readonly JournalEntry[];
  /** Calls `listener` for each new entry; returns a function that stops it. */
  subscribe: (listener: (entry: JournalEntry) => void) => () => void;
  reset: () => void;
};

/** Makes a journal that keeps the newest `limit` entries. */
export function createJournal(limit = 10_000): Journal {
  let entries: JournalEntry[] = [];
  let seq = 0;
  const listeners = new Set<(entry: JournalEntry) => void>();
  return {
    add(entry) {
      const numbered = { seq: ++seq, ...entry };
      entries.push(numbered);
      if (entries.length > limit * 1.1) entries = entries.slice(-limit);
      for (const listener of listeners) listener(numbered);
      return numbered;
    },
    entries: () => entries.slice(-limit),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reset() {
      entries = [];
      seq = 0;
    },
  };
}
