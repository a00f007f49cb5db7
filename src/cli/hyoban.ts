#!/usr/bin/env node
import { defineCommand, runCommand } from 'citty';
import { ConfigurationError } from '../config-loading.ts';
import { helpIsShown } from './arguments.ts';
import { commands } from './commands/index.ts';

const main = defineCommand({
  meta: { name: 'hyoban', description: 'A LINE bot that turns restaurant reviews into a short report with sources' },
  subCommands: commands,
});

try {
  const rawArgs = process.argv.slice(2);
  if (!(await helpIsShown(main, rawArgs))) await runCommand(main, { rawArgs });
} catch (error) {
  // What the user can mend is said in a sentence; anything else is a bug and shows its stack.
  const names = ['CLIError', 'TemporalUnavailable'];
  const expected = error instanceof ConfigurationError || (error instanceof Error && names.includes(error.name));
  console.error(
    expected || !(error instanceof Error) ? String(error instanceof Error ? error.message : error) : error.stack,
  );
  // At once: what has been started so far may keep the process alive.
  process.exit(1);
}
