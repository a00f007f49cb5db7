import { apiCommand } from './api.ts';
import { demoCommand } from './demo.ts';
import { docsCommand } from './docs.ts';
import { keysCommand } from './keys.ts';
import { setupCommand } from './setup.ts';
import { simulateCommand } from './simulate.ts';
import { startCommand } from './start.ts';
import { workerCommand } from './worker.ts';

/** Every subcommand of `hyoban`. */
export const commands = {
  start: startCommand,
  demo: demoCommand,
  api: apiCommand,
  worker: workerCommand,
  setup: setupCommand,
  simulate: simulateCommand,
  keys: keysCommand,
  docs: docsCommand,
};
