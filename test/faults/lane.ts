import type { Order, Report } from './messages.ts';
import { playSeed } from './one-seed.ts';
import { createStage } from './stage.ts';

/**
 * One lane: a process with a stage of its own that plays the seeds which its parent sends, one after the other. It ends
 * after a story on which the test server got stuck, and the parent starts another.
 */
function tell(report: Report): void {
  process.send?.(report);
}

const stage = await createStage();
process.on('message', (order: Order) => {
  if (order.kind === 'stop') return void end();
  void playSeed(stage, order.seed).then((outcome) => {
    tell({ kind: 'outcome', outcome });
    if (outcome.end === 'lost') void end();
  });
});
process.on('disconnect', () => void end());
tell({ kind: 'ready' });

/** Without its server there is nothing left that would have to be ended in order. */
async function end(): Promise<void> {
  setTimeout(() => process.exit(0), 3000);
  await stage.stop().catch(() => undefined);
  process.exit(0);
}
