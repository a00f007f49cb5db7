#!/usr/bin/env node
import { defineCommand, runCommand } from 'citty';
import { helpIsShown } from './arguments.ts';
import { commands } from './commands/index.ts';
import { sentenceOf } from './error-sentence.ts';

const main = defineCommand({
  meta: { name: 'hyoban', description: 'A LINE bot that turns restaurant reviews into a short report with sources' },
  subCommands: commands,
});

try {
  const rawArgs = process.argv.slice(2);
  if (!(await helpIsShown(main, rawArgs))) await runCommand(main, { rawArgs });
} catch (error) {
  const stack = error instanceof Error ? error.stack : String(error);
  console.error(sentenceOf(error, process.env) ?? stack);
  // At once: what has been started so far may keep the process alive.
  process.exit(1);
}
