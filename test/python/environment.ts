import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = import.meta.dirname;
const environmentsFolder = join(folder, '..', '..', 'test-output', 'python');

/** Where Python keeps what it has compiled. */
export const bytecodeFolder = join(environmentsFolder, 'bytecode');

/**
 * Makes a virtual environment with the packages of a requirements file, or takes the one that was made of the same
 * file; resolves to its interpreter. Rejects when Python or the packages cannot be had.
 */
export async function pythonWith(requirementsFile: string): Promise<string> {
  const requirements = await readFile(join(folder, requirementsFile), 'utf8');
  const environment = join(environmentsFolder, requirementsFile.replace('.txt', ''));
  const python = join(environment, 'bin', 'python');
  const stamp = join(environment, 'made-of.txt');
  if ((await readFile(stamp, 'utf8').catch(() => undefined)) === requirements) return python;
  await rm(environment, { recursive: true, force: true });
  await mkdir(environmentsFolder, { recursive: true });
  await run('python3', ['-m', 'venv', environment]);
  // Most modules of the packages are never imported: those that are, are compiled then.
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile'];
  await run(python, [...pip, '-r', join(folder, requirementsFile)]);
  await writeFile(stamp, requirements);
  return python;
}
