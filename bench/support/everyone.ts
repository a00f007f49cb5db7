/**
 * Runs `run` for all items at once and waits until every one has ended, so that nothing still works on what is stopped
 * after a failure.
 *
 * @throws what the first that failed threw.
 */
export async function everyone<T, R>(items: readonly T[], run: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const outcomes = await Promise.allSettled(items.map(run));
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}
