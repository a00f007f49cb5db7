/** Who takes part: LINE with the person's phone, the bot's API, its workflows, Gemini. */
export type Lane = 'line' | 'api' | 'workflow' | 'gemini';

/** How a step is to be taken: `asleep` waits without work, `warn` is a fault that will be mended. */
export type Tone = 'plain' | 'good' | 'asleep' | 'warn' | 'bad';

/** One thing that happened, in words. */
export type Step = {
  /** The same id again replaces the step. */
  id: string;
  /** Real time, milliseconds since the epoch. */
  atMs: number;
  /** Where it came from; undefined when it happened in `to` alone. */
  from?: Lane;
  to: Lane;
  /** It never arrived. */
  isLost?: boolean;
  text: string;
  /** A few words beside the text, such as status and duration. */
  meta?: string;
  tone: Tone;
  /** Left out unless somebody wants every detail. */
  minor: boolean;
  /** Number of the journal entry behind it. */
  journalSeq?: number;
  /** Where more about it stands. */
  url?: string;
  /** From here on the worker is in this state. */
  worker?: 'running' | 'down';
};
