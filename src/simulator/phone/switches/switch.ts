/** One position that a switch can be in. */
export type Position = {
  id: string;
  label: string;
  /** What it does, and what to watch then. */
  explanation: string;
};

/** Something that can be made to go wrong. */
export type Switch = {
  id: string;
  label: string;
  /** The first one is how things should be. */
  positions: readonly [Position, ...Position[]];
  /** Id of the position that it is in. */
  position: () => string;
  /** For how many more calls or jobs, e.g. `next time`; undefined when it stays. */
  remaining: () => string | undefined;
  set: (position: string) => void | Promise<void>;
};

/** A switch as the page sees it. */
export type SwitchView = Pick<Switch, 'id' | 'label' | 'positions'> & { position: string; remaining?: string };

/** A switch as it is now. */
export function switchView({ id, label, positions, position, remaining }: Switch): SwitchView {
  return { id, label, positions, position: position(), remaining: remaining() };
}

/** Says what a position does and, where the bot is known, what it will make of it. */
export type Say = (does: string, watch: string) => string;

/** Makes the words for positions. */
export const createSay =
  (knowsBot: boolean): Say =>
  (does, watch) =>
    knowsBot ? `${does} Watch: ${watch}` : does;
