import type { Readable } from 'node:stream';
import { z } from 'zod';

/** What one process has said on stderr, over all its lives. */
export type ProcessLog = {
  add: (text: string) => void;
  lines: () => readonly string[];
  /** Messages at level warn and above, with how often each came. */
  complaints: () => Record<string, number>;
};

const logLine = z.looseObject({ level: z.number(), msg: z.string().optional() });
const warnLevel = 40;
/** Enough for the checks that look for names in logs; a process that says more is cut at its oldest lines. */
const keptLines = 50_000;

/** Makes an empty log. */
export function createProcessLog(): ProcessLog {
  let lines: string[] = [];
  return {
    add(text) {
      lines.push(text);
      if (lines.length > keptLines * 1.2) lines = lines.slice(-keptLines);
    },
    lines: () => lines,
    complaints() {
      const counts: Record<string, number> = {};
      for (const text of lines) {
        const line = readLogLine(text);
        // What is no JSON comes from Node or from native code: a stack, a panic.
        const what = line ? (line.level >= warnLevel ? (line.msg ?? '(no message)') : undefined) : text.slice(0, 100);
        if (what !== undefined) counts[what] = (counts[what] ?? 0) + 1;
      }
      return counts;
    },
  };
}

/** A line of ours, or undefined for one that is no JSON. */
export function readLogLine(text: string): z.infer<typeof logLine> | undefined {
  try {
    return logLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Calls `take` with each whole line of a stream. */
export function onLines(stream: Readable, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) take(line);
  });
}
