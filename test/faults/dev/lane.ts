import { inspect } from 'node:util';
import type { Order, Report } from '../messages.ts';
import { playDevSeed } from './one-seed.ts';
import { createDevStage } from './stage.ts';

/** One lane: a process with a stage of its own that plays the seeds which its parent sends, one after the other. */
function tell(report: Report): void {
  process.send?.(report);
}

const stage = await createDevStage();
process.on('message', (order: Order) => {
  if (order.kind === 'stop') return void end();
  void playDevSeed(stage, order.seed).then(
    (outcome) => tell({ kind: 'outcome', outcome }),
    (error: unknown) => void end(error),
  );
});
process.on('disconnect', () => void end());
process.on('uncaughtException', (error) => void end(error));
tell({ kind: 'ready' });

/** Without its server there is nothing left that would have to be ended in order. */
async function end(error?: unknown): Promise<void> {
  if (error) process.stderr.write(`${inspect(error)}\n`);
  const code = error ? 1 : 0;
  setTimeout(() => process.exit(code), 3000);
  await stage.stop().catch(() => undefined);
  process.exit(code);
}
