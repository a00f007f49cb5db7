/** Who has read how far, in each chat. */
export type Reads = {
  /** Says that somebody has seen a chat up to a moment of simulated time. */
  note: (chatId: string, reader: string, upToMs: number) => void;
  /** How far each has read, by reader. */
  of: (chatId: string) => Record<string, number>;
  /** Calls `listener` with the chat id when somebody has read on; returns a function that stops it. */
  subscribe: (listener: (chatId: string) => void) => () => void;
};

/** Nobody has read anything yet. */
export function createReads(): Reads {
  const chats = new Map<string, Map<string, number>>();
  const listeners = new Set<(chatId: string) => void>();
  return {
    note(chatId, reader, upToMs) {
      const readers = chats.get(chatId) ?? new Map<string, number>();
      chats.set(chatId, readers);
      if ((readers.get(reader) ?? 0) >= upToMs) return;
      readers.set(reader, upToMs);
      for (const listener of listeners) listener(chatId);
    },
    of: (chatId) => Object.fromEntries(chats.get(chatId) ?? []),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
