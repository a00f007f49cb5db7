/** Compiles `src` to `dist` for `npm pack`; with `--clean` only removes `dist`. The repository itself runs the sources. */
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src');
const output = join(root, 'dist');

clean();
if (!process.argv.includes('--clean')) {
  try {
    build();
  } catch (error) {
    // npm runs `postpack` only after a pack that went well.
    clean();
    throw error;
  }
}

function clean(): void {
  rmSync(output, { recursive: true, force: true });
}

function build(): void {
  // Types are left to `npm run check`: a pack need not wait for them twice.
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  pointAtCompiled();
  copyAssets();
}

/** TypeScript rewrites the endings in imports, not in the paths of modules that others load by path. */
function pointAtCompiled(): void {
  for (const file of globSync('**/*.js', { cwd: output }).map((name) => join(output, name))) {
    const before = readFileSync(file, 'utf8');
    const after = before.replaceAll(/(new URL\('[^']+)\.ts(', import\.meta\.url\))/g, '$1.js$2');
    const left = /['"]\.{1,2}\/[^'"]*\.ts['"]/.exec(after);
    if (left) throw new Error(`${file} still names a source file: ${left[0]}`);
    if (after !== before) writeFileSync(file, after);
  }
}

/** What is read by path at run time goes along as it is: the phone page and style sheets. */
function copyAssets(): void {
  for (const name of globSync('**/*.{js,css,html,svg}', { cwd: source })) {
    cpSync(join(source, name), join(output, name));
  }
}
