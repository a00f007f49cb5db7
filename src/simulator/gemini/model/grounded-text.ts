/** A page that an answer rests on. */
export type GroundingChunk = { maps: Record<string, unknown> } | { web: { uri: string; title: string } };

/** A stretch of the answer and the chunks behind it; offsets count UTF-8 bytes, and a start of 0 is left out. */
export type GroundingSupport = {
  segment: { startIndex?: number; endIndex: number; text: string };
  groundingChunkIndices: number[];
};

/** Prose under construction, which remembers where each grounded sentence lies. */
export type GroundedText = {
  /** Adds text without a source. */
  say: (text: string) => void;
  /** Adds text that rests on these chunks. */
  sayFrom: (text: string, chunkIndices: readonly number[]) => void;
  text: () => string;
  supports: () => GroundingSupport[];
};

/** Starts an empty text. */
export function createGroundedText(): GroundedText {
  let text = '';
  let sizeBytes = 0;
  const supports: GroundingSupport[] = [];
  function say(added: string) {
    text += added;
    sizeBytes += Buffer.byteLength(added);
  }
  return {
    say,
    sayFrom(added, chunkIndices) {
      const startIndex = sizeBytes;
      say(added);
      supports.push({
        segment: { ...(startIndex > 0 ? { startIndex } : {}), endIndex: sizeBytes, text: added },
        groundingChunkIndices: [...chunkIndices],
      });
    },
    text: () => text,
    supports: () => supports,
  };
}
