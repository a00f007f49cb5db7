import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

/** The state folder is ours until the process ends. */
export type StateLock = {
  /** Tells a second start where this one is. */
  announce: (url: string) => Promise<void>;
  release: () => Promise<void>;
};

/** Another process runs on the state folder. The message is meant for the user. */
export class AlreadyRunning extends Error {
  constructor(stateDir: string, pid: number | undefined, url: string | undefined) {
    const who = pid === undefined ? '' : ` (process ${pid})`;
    super(
      [
        `Hyoban is already ${url ? 'running' : 'being started'} on ${stateDir}/${who}${url ? `: ${url}` : '.'}`,
        'Stop it first, or give the second one another HYOBAN_STATE_DIR and other ports.',
      ].join('\n'),
    );
    this.name = 'AlreadyRunning';
  }
}

const infoSchema = z.object({ pid: z.number(), url: z.string().optional() });
const sqliteBusy = z.looseObject({ errcode: z.literal(5) });

/**
 * Locks the state folder for the life of this process. The lock is SQLite's, so the system takes it back however the
 * process ends, and a process id that is used again misleads nobody.
 *
 * @throws AlreadyRunning when another process has it.
 */
export async function lockStateDir(stateDir: string): Promise<StateLock> {
  await mkdir(stateDir, { recursive: true });
  const infoFile = join(stateDir, 'running.json');
  const database = new DatabaseSync(join(stateDir, 'running.lock'));
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!sqliteBusy.safeParse(error).success) throw error;
    const { pid, url } = await readInfo(infoFile);
    throw new AlreadyRunning(stateDir, pid, url);
  }
  const tell = async (url?: string) => writeFile(infoFile, JSON.stringify({ pid: process.pid, url }));
  await tell();
  return {
    announce: tell,
    async release() {
      await rm(infoFile, { force: true });
      database.close();
    },
  };
}

async function readInfo(file: string): Promise<Partial<z.infer<typeof infoSchema>>> {
  try {
    return infoSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // The other one has just begun, or just ended.
    return {};
  }
}
