/**
 * Makes a refresher out of `run`: never two at once, and one more at the end when it was asked for meanwhile.
 *
 * @param {() => Promise<void>} run
 * @param {(error: unknown) => void} onError
 * @returns {() => void}
 */
export function latest(run, onError) {
  let running = false;
  let again = false;

  async function loop() {
    running = true;
    do {
      again = false;
      await run().catch(onError);
    } while (again);
    running = false;
  }

  return () => {
    if (running) again = true;
    else void loop();
  };
}
