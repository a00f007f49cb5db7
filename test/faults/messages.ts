import type { Violation } from './checker/violation.ts';

/** What the parent tells a lane. */
export type Order = { kind: 'play'; seed: number } | { kind: 'stop' };

/** What became of one seed. */
export type Outcome = {
  seed: number;
  /** `lost`: the test server lost a task, nothing can be said. */
  end: 'kept' | 'broken' | 'lost';
  violations: Violation[];
  /** Only for broken and lost ones. */
  timeline: string[];
  faults: Record<string, number>;
  crashes: Record<string, number>;
  chats: number;
  runs: number;
  ends: Record<string, number>;
  attempts: number;
  realMs: number;
};

/** What a lane tells the parent; after `stuck` it ends. */
export type Report = { kind: 'ready' } | { kind: 'outcome'; outcome: Outcome };
