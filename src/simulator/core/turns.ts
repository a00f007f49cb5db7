/** Gives out turns: `mine` resolves once every turn given out before is over. */
export type Turns = () => { mine: Promise<void>; over: () => void };

/** Makes an order for things that run at once and shall be noted in the order in which they began. */
export function createTurns(): Turns {
  let last = Promise.resolve();
  return () => {
    const mine = last;
    const { promise, resolve } = Promise.withResolvers<void>();
    last = mine.then(() => promise);
    return { mine, over: resolve };
  };
}
