import v8 from 'node:v8';
import vm from 'node:vm';

/**
 * Makes workflow tasks cheap in this process, since every one of them replays its history here (the cache is off) and
 * most of the time would go into guards that are of no use in a run of minutes. Call it before the first worker.
 *
 * - workflows run on the main thread (the SDK's debug mode), without copies of each activation between threads;
 * - `vm` starts a watchdog thread for each call that has a timeout, five or more per activation: no timeout;
 * - the SDK's promise hook notes a stack trace for every promise, for the stack trace query alone: no hook.
 */
export function makeReplaysFast(): void {
  process.env.TEMPORAL_DEBUG = '1';
  const script = vm.Script.prototype;
  const inner: unknown = Reflect.get(script, 'runInContext');
  if (typeof inner !== 'function') throw new Error('vm.Script has no runInContext');
  script.runInContext = function withoutTimeout(context, options) {
    const { timeout: _timeout, ...rest } = typeof options === 'object' ? options : {};
    return Reflect.apply(inner, this, [context, rest]);
  };
  v8.promiseHooks.createHook = () => () => undefined;
}
