import { readFile, writeFile } from 'node:fs/promises';
import { defineCommand } from 'citty';
import { configurationPage, environmentExample } from '../configuration-docs.ts';

const generated = { 'docs/configuration.md': configurationPage, '.env.example': environmentExample };

/** `hyoban docs [--check]`: writes the pages that are made from the settings, or fails when they have drifted. */
export const docsCommand = defineCommand({
  meta: { name: 'docs', description: 'Write docs/configuration.md and .env.example from the settings' },
  args: { check: { type: 'boolean', description: 'Only say whether they are up to date' } },
  async run({ args }) {
    for (const [file, make] of Object.entries(generated)) {
      const wanted = make();
      if (!args.check) await writeFile(file, wanted);
      else if ((await readFile(file, 'utf8').catch(() => '')) !== wanted) {
        console.error(`${file} has drifted from the settings: run "npm run docs".`);
        process.exitCode = 1;
      }
    }
  },
});
