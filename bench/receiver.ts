import { createHmac } from 'node:crypto';
import { channelSecret, type Receiver } from './receiver-process.ts';
import { median } from './statistics.ts';
import { loadFully, type Target } from './support/full-load.ts';
import { type Remote, startRemote } from './support/remote.ts';
import type { Row } from './support/rows.ts';
import type { Scale } from './support/scale.ts';
import { createStops } from './support/stops.ts';

const targetPercent = 40;
const warmUpSeconds = 2;

/** One way to serve, in a process of its own, and what each round showed. */
type Contender = { remote: Remote<Receiver>; target: Target; perSecond: number[]; cpuMicros: number[] };

/**
 * (c) The receiver without Temporal beside an empty Fastify route: each in a process of its own, loaded in turns from
 * this one. The receiver is the whole API but for the call that starts the workflow.
 */
export async function measureReceiver({ roundSeconds, rounds }: Scale): Promise<Row[]> {
  await using stops = createStops();
  const contender = async (kind: 'empty' | 'receiver', request: Omit<Target, 'url'>): Promise<Contender> => {
    const remote = await startRemote<Receiver>('receiver-process.ts', { argument: kind });
    stops.add(remote.stop);
    return { remote, target: { ...request, url: await remote.call('url') }, perSecond: [], cpuMicros: [] };
  };
  const emptyGet = await contender('empty', { method: 'GET' });
  const emptyPost = await contender('empty', lineRequest());
  const receiver = await contender('receiver', lineRequest());
  const all = [emptyGet, emptyPost, receiver];
  for (const { target } of all) await loadFully(target, { durationSeconds: Math.min(warmUpSeconds, roundSeconds) });
  for (let round = 0; round < rounds; round++) for (const one of all) await runRound(one, roundSeconds);
  return [ratioRow('a bare GET', emptyGet, receiver), ratioRow('the same POST', emptyPost, receiver)];
}

async function runRound({ remote, target, perSecond, cpuMicros }: Contender, durationSeconds: number): Promise<void> {
  const cpuBeforeMs = await remote.call('cpuMs');
  const result = await loadFully(target, { durationSeconds });
  const cpuMs = (await remote.call('cpuMs')) - cpuBeforeMs;
  perSecond.push(result.perSecond);
  cpuMicros.push((cpuMs * 1000) / result.answers);
}

/** One location event in the form of "Webhook Event Objects", signed. */
function lineRequest(): Omit<Target, 'url'> {
  const userId = `U${'0123456789abcdef'.repeat(2)}`;
  const message = {
    type: 'location',
    id: '600000000000000001',
    latitude: 25.0339,
    longitude: 121.5645,
    title: '信義區',
  };
  const event = {
    ...{ type: 'message', message, mode: 'active', timestamp: Date.now(), replyToken: 'a'.repeat(32) },
    ...{ webhookEventId: '01KBDR5Q3V6H6Q0T4S5G2C8N9M', deliveryContext: { isRedelivery: false } },
    source: { type: 'user', userId },
  };
  const body = JSON.stringify({ destination: userId, events: [event] });
  const signature = createHmac('sha256', channelSecret).update(body).digest('base64');
  const headers = { 'content-type': 'application/json; charset=utf-8', 'x-line-signature': signature };
  return { method: 'POST', headers, body };
}

function ratioRow(baselineIs: string, empty: Contender, receiver: Contender): Row {
  const emptyPerSecond = median(empty.perSecond);
  const receiverPerSecond = median(receiver.perSecond);
  const percent = (100 * receiverPerSecond) / emptyPerSecond;
  const [emptyCpuMicros, receiverCpuMicros] = [median(empty.cpuMicros), median(receiver.cpuMicros)];
  return {
    part: 'c',
    what: `receiver without Temporal beside an empty Fastify route given ${baselineIs}`,
    target: `>= ${targetPercent} %`,
    measured: `${percent.toFixed(0)} %: ${receiverPerSecond.toFixed(0)}/s beside ${emptyPerSecond.toFixed(0)}/s (server CPU ${receiverCpuMicros.toFixed(0)} µs beside ${emptyCpuMicros.toFixed(0)} µs a request)`,
    met: percent >= targetPercent,
    numbers: { percent, receiverPerSecond, emptyPerSecond, receiverCpuMicros, emptyCpuMicros },
  };
}
