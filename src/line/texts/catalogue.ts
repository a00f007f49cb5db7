import type { ApologyReason, Stage } from '../../workflows/contract.ts';

/** Why a tapped button leads nowhere. */
export type DeadButton = 'too-old' | 'other-chat' | 'unknown';

/**
 * Everything the bot says in one language. `names` is a finished list such as 「A」和「B」, undefined where the places are not
 * at hand; `waited` and `age` are durations in words.
 */
export type Texts = {
  /** Puts a name into quotation marks. */
  quote: (name: string) => string;
  /** A wait of less than a minute. */
  justStarted: string;
  waitedFor: (duration: string) => string;
  greeting: string;
  groupGreeting: string;
  /** To a group while the bot is switched off for groups. */
  groupsOff: string;
  help: string;
  askLocation: string;
  choicesHeader: (count: number) => string;
  choicesHint: string;
  nothingFound: string;
  searchFailed: string;
  /** A failed search when Google asks to wait, with the duration in words. */
  searchFailedWait: (duration: string) => string;
  /** Google answers no more today. */
  dayQuota: string;
  /** `typically`: how long the last ones took, in words. */
  working: (names: string | undefined, typically: string | undefined) => string;
  stillRunning: (p: { names: string | undefined; stage: string; waited: string }) => string;
  hurryHint: string;
  answeringNow: (names: string | undefined) => string;
  /** `age`: undefined for less than a minute. */
  hereAgain: (age: string | undefined) => string;
  cancelled: (names: string | undefined) => string;
  tooLateToCancel: string;
  nothingRunning: string;
  statusHeader: (count: number) => string;
  statusLine: (p: { names: string | undefined; stage: string; waited: string }) => string;
  statusMore: (count: number) => string;
  /** A finished report that could not be shown in the chat. */
  undelivered: (p: { names: string | undefined; pageUrl: string }) => string;
  deadButton: Record<DeadButton, string>;
  temporalAway: string;
  otherMessage: string;
  /** To somebody who says thank you. */
  youreWelcome: string;
  forgetting: string;
  dailyLimit: (perDay: number) => string;
  /** All of today's money is spent. */
  budgetSpent: string;
  apology: Record<ApologyReason, (names: string | undefined) => string>;
  stages: Record<Stage, string>;
  /** Labels, at most 20 code points. */
  labels: Record<Label, string>;
  /** What the person is seen to say after tapping a button about places. */
  said: Record<'analyse' | 'again' | 'now' | 'cancel' | 'status', (names: string) => string>;
  saidAnalyseAll: string;
  /** What the command buttons type for the person; `parseCommand` must know each. */
  commands: Record<'help' | 'status' | 'cancel' | 'forgetMe', string>;
};

/** Names of the buttons. */
export type Label =
  | 'shareLocation'
  | 'otherLocation'
  | 'analyse'
  | 'analyseAll'
  | 'map'
  | 'again'
  | 'now'
  | 'cancel'
  | 'status'
  | 'retry';
