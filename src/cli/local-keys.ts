import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { newKey } from '../temporal/key-ring.ts';

const keysSchema = z.object({ encryptionKeys: z.string(), idKey: z.string() });

/** Keys of the local mode. */
export type LocalKeys = z.infer<typeof keysSchema>;

/** Fresh keys in the form that the settings take. */
export const makeKeys = (): LocalKeys => ({ encryptionKeys: `k1:${newKey()}`, idKey: newKey() });

/**
 * The keys of the local mode, made once and kept in the state folder: without them what is in its database stays sealed.
 *
 * @throws Error when the file is there but damaged, since new keys would hide everything made with the old ones.
 */
export async function localKeys(stateDir: string): Promise<LocalKeys> {
  const file = join(stateDir, 'keys.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return parse(text, file);
  const keys = makeKeys();
  await mkdir(stateDir, { recursive: true });
  await writeFile(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return keys;
}

function parse(text: string, file: string): LocalKeys {
  try {
    return keysSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(`${file} is damaged. Put back a copy, or delete the folder to start anew without the old data.`);
  }
}
