import closeWithGrace from 'close-with-grace';

/** Longest attempt of an activity and a little more: a deploy lets running work finish. */
const graceMs = 110_000;

/** Stops the process in order when a signal comes or `ended` settles; a second signal ends it at once. */
export function untilStopped(stop: () => Promise<void>, ended?: Promise<unknown>): void {
  const { close } = closeWithGrace({ delay: graceMs, logger: false }, async ({ err }) => {
    if (err) {
      console.error(err);
      process.exitCode = 1;
    }
    await stop();
  });
  ended?.then(
    (reason) => {
      if (typeof reason === 'string') console.error(reason);
      close();
    },
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
      close();
    },
  );
}
