/** A position in a text. It only moves forward, so that reading takes linear time. */
export type Cursor = {
  /** The character at the position; empty at the end. */
  peek: () => string;
  position: () => number;
  moveTo: (position: number) => void;
  /** Whether the sticky pattern matches at this position. */
  sees: (pattern: RegExp, position?: number) => boolean;
  /** Takes what the sticky pattern matches here; empty when it does not. */
  take: (pattern: RegExp) => string;
  isAtEnd: (position?: number) => boolean;
  /** The first position from here on that is not white space. */
  afterSpace: (position: number) => number;
  /** Moves past white space and comments. */
  skipSpace: () => void;
};

const space = /[\s\u200B\u2060]+/y;
const comment = /\/\/[^\n]*|#[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/y;

/** Reads a text from its start. */
export function cursorOf(text: string): Cursor {
  let at = 0;
  // The last stretch of white space: it is looked over once, however often someone looks past it.
  let known = { from: 0, to: 0 };

  const matchAt = (pattern: RegExp, position: number) => {
    pattern.lastIndex = position;
    return pattern.exec(text)?.[0] ?? '';
  };
  const take = (pattern: RegExp) => {
    const taken = matchAt(pattern, at);
    at += taken.length;
    return taken;
  };
  const afterSpace = (position: number) => {
    if (position >= known.from && position < known.to) return known.to;
    const to = position + matchAt(space, position).length;
    if (to > position) known = { from: position, to };
    return to;
  };
  return {
    peek: () => text.charAt(at),
    position: () => at,
    moveTo: (position) => {
      at = position;
    },
    sees: (pattern, position = at) => matchAt(pattern, position) !== '',
    take,
    isAtEnd: (position = at) => position >= text.length,
    afterSpace,
    skipSpace: () => {
      do at = afterSpace(at);
      while (take(comment) !== '');
    },
  };
}
