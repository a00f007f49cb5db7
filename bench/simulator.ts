import { z } from 'zod';
import { median } from './statistics.ts';
import { loadFully, type Target } from './support/full-load.ts';
import { type Remote, startRemote } from './support/remote.ts';
import type { Row } from './support/rows.ts';
import type { Scale } from './support/scale.ts';
import { createStops } from './support/stops.ts';
import type { Vendors, VendorsOptions } from './vendors-process.ts';

/** LINE's 2,000 calls a second become 100,000, so that no call is answered 429. */
const clockSpeed = 50;
const warmUpCalls = 25_000;
const nameSchema = z.object({ name: z.string() });
const mebibyte = 1024 * 1024;

/** (e) What the simulators themselves cost, in a process of their own loaded from this one: calls a second, memory. */
export async function measureSimulator({ roundSeconds, rounds, memoryCalls }: Scale): Promise<Row[]> {
  await using stops = createStops();
  const argument: VendorsOptions = { botUrl: 'http://127.0.0.1:1', batchSeconds: 1e6, clockSpeed };
  const vendors = await startRemote<Vendors>('vendors-process.ts', { argument, nodeOptions: ['--expose-gc'] });
  stops.add(vendors.stop);
  const targets = await targetsOf(vendors);
  const calls = Object.values(targets);
  const warmUp = { requests: Math.min(warmUpCalls, memoryCalls) };
  for (const target of calls) await loadFully(target, warmUp);

  const rows: Row[] = [];
  for (const [name, target] of Object.entries(targets)) {
    const measured = [];
    for (let round = 0; round < rounds; round++) measured.push(await runRound(vendors, target, roundSeconds));
    rows.push(speedRow(name, measured));
  }
  const before = await vendors.call('memory');
  for (const target of calls) await loadFully(target, { requests: Math.round(memoryCalls / calls.length) });
  const after = await vendors.call('memory');
  return [...rows, memoryRow(memoryCalls, before, after)];
}

type Memory = Awaited<ReturnType<Vendors['memory']>>;
type Speed = { perSecond: number; cpuMicros: number };

async function runRound(vendors: Remote<Vendors>, target: Target, durationSeconds: number): Promise<Speed> {
  const cpuBeforeMs = await vendors.call('cpuMs');
  const { answers, perSecond } = await loadFully(target, { durationSeconds });
  const cpuMs = (await vendors.call('cpuMs')) - cpuBeforeMs;
  return { perSecond, cpuMicros: (cpuMs * 1000) / answers };
}

/** A profile, a validated push with one text, and a batch job that waits. */
async function targetsOf(vendors: Remote<Vendors>): Promise<Record<string, Target>> {
  const { lineUrl, channelAccessToken, geminiUrl, geminiApiKey } = await vendors.call('addresses');
  const [userId] = await vendors.call('addPeople', { count: 1 });
  const lineHeaders = { authorization: `Bearer ${channelAccessToken}`, 'content-type': 'application/json' };
  const geminiHeaders = { 'x-goog-api-key': geminiApiKey, 'content-type': 'application/json' };
  const batch = {
    displayName: 'benchmark',
    inputConfig: { requests: { requests: [{ request: { contents: [{ parts: [{ text: 'hi' }] }] } }] } },
  };
  const created = await fetch(`${geminiUrl}/v1beta/models/gemini-3.5-flash:batchGenerateContent`, {
    method: 'POST',
    headers: geminiHeaders,
    body: JSON.stringify({ batch }),
  });
  const { name } = nameSchema.parse(await created.json());
  return {
    'LINE, get profile': { url: `${lineUrl}/v2/bot/profile/${userId}`, headers: lineHeaders },
    'LINE, validate push of one text': {
      url: `${lineUrl}/v2/bot/message/validate/push`,
      method: 'POST',
      headers: lineHeaders,
      body: JSON.stringify({ messages: [{ type: 'text', text: '評判' }] }),
    },
    'Gemini, get batch': { url: `${geminiUrl}/v1beta/${name}`, headers: geminiHeaders },
  };
}

function speedRow(name: string, rounds: Speed[]): Row {
  const callsPerSecond = median(rounds.map(({ perSecond }) => perSecond));
  const cpuMicrosPerCall = median(rounds.map(({ cpuMicros }) => cpuMicros));
  return {
    part: 'e',
    what: `simulator on one core: ${name}`,
    measured: `${callsPerSecond.toFixed(0)} calls/s (CPU ${cpuMicrosPerCall.toFixed(0)} µs a call)`,
    numbers: { callsPerSecond, cpuMicrosPerCall },
  };
}

function memoryRow(calls: number, before: Memory, after: Memory): Row {
  const [rssBefore, rssAfter] = [before.rssBytes / mebibyte, after.rssBytes / mebibyte];
  const [heapBefore, heapAfter] = [before.heapUsedBytes / mebibyte, after.heapUsedBytes / mebibyte];
  return {
    part: 'e',
    what: `simulator's memory over ${calls} calls, warm, after a full collection`,
    measured: `RSS ${rssBefore.toFixed(0)} → ${rssAfter.toFixed(0)} MiB, heap ${heapBefore.toFixed(1)} → ${heapAfter.toFixed(1)} MiB`,
    numbers: {
      calls,
      rssBeforeMiB: rssBefore,
      rssAfterMiB: rssAfter,
      heapBeforeMiB: heapBefore,
      heapAfterMiB: heapAfter,
    },
  };
}
