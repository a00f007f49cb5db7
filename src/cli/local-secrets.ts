import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { newSecrets, type SimulatorSecrets } from '../simulator/secrets.ts';

const secretsSchema = z.object({
  channelSecret: z.string().min(16),
  channelAccessToken: z.string().min(16),
  geminiApiKey: z.string().min(16),
});

/**
 * The secrets of the simulated vendors in the local mode, made once and kept in the state folder: a bot that is reachable
 * from outside, through a tunnel for example, must not obey everyone who knows the default seed. A damaged file is replaced,
 * since nothing is lost with it.
 */
export async function localSecrets(stateDir: string): Promise<SimulatorSecrets> {
  const file = join(stateDir, 'simulator.json');
  const kept = secretsSchema.safeParse(await readFile(file, 'utf8').then(jsonOf, () => undefined));
  if (kept.success) return kept.data;
  const secrets = newSecrets();
  await mkdir(stateDir, { recursive: true });
  await writeFile(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
