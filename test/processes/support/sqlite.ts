import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const checkRow = z.object({ integrity_check: z.string() });

/** What SQLite says of a database whose server does not run, on a copy: `ok`, or what is wrong with it. */
export async function integrityOf(databaseFile: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hyoban-integrity-'));
  try {
    for (const end of ['', '-wal']) {
      const file = `${databaseFile}${end}`;
      await copyFile(file, join(folder, basename(file))).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT' || end === '') throw error;
      });
    }
    const database = new DatabaseSync(join(folder, basename(databaseFile)));
    const rows = database.prepare('PRAGMA integrity_check').all();
    database.close();
    return rows.map((row) => checkRow.parse(row).integrity_check).join('; ');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
