import closeWithGrace from 'close-with-grace';

/** Longest attempt of an activity and a little more: a deploy lets running work finish. */
const graceMs = 110_000;

/**
 * Stops the process in order when a signal comes; a second signal ends it at once. When `ended` settles before that,
 * something essential has ended by itself: the rest is stopped and the process exits with code 1.
 */
export function untilStopped(stop: () => Promise<void>, ended?: Promise<unknown>): void {
  let stopping = false;
  const closing = closeWithGrace({ delay: graceMs, logger: false }, async ({ err }) => {
    stopping = true;
    if (err) console.error(err);
    await stop();
    if (err) process.exit(1);
  });
  const fail = async (reason: unknown) => {
    if (stopping) return;
    stopping = true;
    closing.uninstall();
    console.error(reason ?? 'Something essential has ended by itself.');
    await stop().catch((error: unknown) => console.error(error));
    process.exit(1);
  };
  ended?.then(fail, fail);
}
