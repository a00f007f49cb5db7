#!/usr/bin/env node
import { existsSync } from 'node:fs';

// The repository has the sources, the package only what was compiled from them: Node strips no types under node_modules.
const source = new URL('../src/cli/hyoban.ts', import.meta.url);
const compiled = new URL('../dist/cli/hyoban.js', import.meta.url);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  const { node } = process.versions;
  process.stderr.write(`Node ${node} is too old: 22.18 or newer is needed. npm scripts bring their own.\n`);
  process.exit(1);
}
await import((existsSync(source) ? source : compiled).href);
