import { buttonFor } from '../support/person.ts';
import { isCancelled, messagesOf } from './support/customers.ts';
import { holdAt, type Phase } from './support/held-phase.ts';
import { checkPromises } from './support/promises.ts';
import { startRig } from './support/rig.ts';
import { type Row, told } from './support/row.ts';
import { eventually, untilQuiet } from './support/settle.ts';

const endWithinMs = 60_000;

/** LINE refuses the push a few times, so that it is scheduled and not yet accepted. */
const beforePush: Phase = {
  name: 'the push is tried again',
  type: 'analysis',
  faults: [{ side: 'line', route: 'push', effect: { kind: 'status', status: 500 }, times: 4 }],
  at: { stage: 'delivering' },
};

/** The workers die while a push is tried again; then the person cancels. Saying "stopped" and pushing all the same would be a lie. */
export async function cancelWithoutWorker(seed: number): Promise<Row> {
  await using rig = await startRig({ seed, batchSeconds: 1, settings: { HYOBAN_DEFAULT_LANGUAGE: 'en' } });
  const { userId } = await holdAt(rig, beforePush);
  const [worker] = rig.workers;
  await worker?.kill();
  const seen = messagesOf(rig, userId);
  const working = await eventually('"working on it"', endWithinMs, () =>
    seen.find(({ message }) => JSON.stringify(message).includes('v1.cancel.')),
  );
  await rig.vendors.line.act({ userId, type: 'postback', data: buttonFor(working, 'cancel') });
  const answer = await eventually('an answer to the cancel', endWithinMs, () => messagesOf(rig, userId)[seen.length]);
  await worker?.start();
  const quiet = await untilQuiet(rig, endWithinMs);
  const pushed = messagesOf(rig, userId).some(({ via }) => via === 'push');
  const { broken, figures } = await checkPromises(rig, [{ userId, deliveries: [], end: 'answered' }]);
  return {
    part: 'kills',
    what: 'kill -9 of the only worker while a push is tried again, then the person cancels',
    measured: `the bot said ${isCancelled(answer) ? '"stopped"' : '"too late"'}, the report ${pushed ? 'came' : 'did not come'}; ${told(figures)}`,
    broken: [...(quiet ? [] : ['something still ran at the end']), ...broken],
  };
}
