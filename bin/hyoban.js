#!/usr/bin/env node
import { existsSync } from 'node:fs';

// The repository has the sources, the package only what was compiled from them: Node strips no types under node_modules.
const source = new URL('../src/cli/hyoban.ts', import.meta.url);
const compiled = new URL('../dist/cli/hyoban.js', import.meta.url);
await import((existsSync(source) ? source : compiled).href);
