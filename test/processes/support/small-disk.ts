import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A place for a database that can be made full and given space again while a process writes there. */
export type SmallDisk = {
  folder: string;
  /** How it is done, for the summary. */
  how: string;
  fill: (pid: number | undefined) => Promise<void>;
  giveSpace: (pid: number | undefined) => Promise<void>;
  remove: () => Promise<void>;
};

const sizeMiB = 96;

/** A file system of its own where we may mount one; otherwise a limit on how long files of the process may become. */
export async function createSmallDisk(): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'hyoban-disk-'));
  const remove = async () => rm(folder, { recursive: true, force: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m`, 'none', folder]);
  } catch {
    return limitedFiles(folder, remove);
  }
  const unmount = async () => {
    await run('umount', ['--lazy', folder]);
    await remove();
  };
  return fileSystem(folder, unmount);
}

/** Full because another file takes the rest: writes fail with ENOSPC. */
function fileSystem(folder: string, remove: () => Promise<void>): SmallDisk {
  const ballast = join(folder, 'ballast');
  return {
    folder,
    how: `a tmpfs of ${sizeMiB} MiB that another file fills up`,
    async fill() {
      await pipeline(zeros(), createWriteStream(ballast)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOSPC') throw error;
      });
    },
    giveSpace: async () => rm(ballast, { force: true }),
    remove,
  };
}

/** Full because the kernel lets no file of the process grow (RLIMIT_FSIZE): writes fail with EFBIG. */
function limitedFiles(folder: string, remove: () => Promise<void>): SmallDisk {
  return {
    folder,
    how: 'a limit on the size of files (RLIMIT_FSIZE)',
    async fill(pid) {
      const { size } = await stat(join(folder, 'temporal.db-wal'));
      await limit(pid, String(size));
    },
    giveSpace: async (pid) => limit(pid, 'unlimited'),
    remove,
  };
}

async function limit(pid: number | undefined, bytes: string): Promise<void> {
  if (pid !== undefined) await run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}

async function* zeros() {
  const block = Buffer.alloc(64 * 1024);
  for (;;) yield block;
}
