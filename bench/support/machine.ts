import { execFile } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';
import { temporalBinary } from './system.ts';

const run = promisify(execFile);

/** What the numbers were measured on. */
export type Machine = {
  date: string;
  cores: number;
  cpu: string;
  memoryGiB: number;
  system: string;
  node: string;
  temporal: string;
};

/** Describes this machine and the versions in use; the date is that of its clock. */
export async function describeMachine(): Promise<Machine> {
  const { stdout } = await run(await temporalBinary(), ['--version']);
  return {
    date: new Date().toISOString(),
    cores: cpus().length,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    system: `${type()} ${release()}`,
    node: process.version,
    temporal: stdout.trim(),
  };
}

/** Load average of the last minute: how busy the machine is, with others' work too. */
export const loadOneMinute = () => Math.round((loadavg()[0] ?? 0) * 100) / 100;
