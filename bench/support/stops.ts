/** Things to stop at the end, newest first, also when something in between failed. */
export type Stops = AsyncDisposable & { add: (stop: () => unknown) => void };

/** Makes an empty list; `await using` runs it. One stop that fails does not keep the others from being run. */
export function createStops(): Stops {
  const stops: (() => unknown)[] = [];
  return {
    add: (stop) => void stops.push(stop),
    async [Symbol.asyncDispose]() {
      const failures: unknown[] = [];
      for (const stop of stops.splice(0).toReversed()) {
        try {
          await stop();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be stopped in order');
    },
  };
}
