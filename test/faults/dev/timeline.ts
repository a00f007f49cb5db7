import { clockTime, timelineOf } from '../timeline.ts';
import type { DevEvidence } from './evidence.ts';

/** A story as people read it, with what operators did. */
export function devTimelineOf(evidence: DevEvidence): string[] {
  const [title = '', ...lines] = timelineOf(evidence);
  const operated = evidence.operated.map(({ atMs, chat, text }) => {
    const where = chat === -1 ? '' : `chat ${chat}  `;
    return `${clockTime(atMs - evidence.startedAtMs)}  ${where}OPERATOR ${text}`;
  });
  const time = /^\S+ \S+/;
  const timeOf = (line: string) => time.exec(line)?.[0] ?? '';
  return [title, ...[...lines, ...operated].toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1))];
}
