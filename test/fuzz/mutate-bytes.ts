import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Dice } from './random.ts';

/** Bytes that are no UTF-8, and characters that some readers take for nothing. */
const oddBytes = [
  Buffer.from([0xff]),
  Buffer.from([0xc0, 0xaf]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xf8, 0x88, 0x80, 0x80, 0x80]),
  Buffer.from([0xe2, 0x82]),
  Buffer.from('\uFEFF'),
  Buffer.from('\u2028'),
  Buffer.from([0]),
  Buffer.from('\\ud83d'),
  Buffer.from('"'),
  Buffer.from('}]}'),
] as const;

type Change = (bytes: Buffer, at: number, dice: Dice) => Buffer;

const changes: readonly [Change, ...Change[]] = [
  flipped,
  flipped,
  flipped,
  (bytes, at, dice) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + dice.below(8))]),
  (bytes, at, dice) => Buffer.concat([bytes.subarray(0, at), dice.pickOf(oddBytes) ?? bytes, bytes.subarray(at)]),
  (bytes, at, dice) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at - dice.below(60))]),
  (bytes, at) => bytes.subarray(0, at),
  (bytes, at) => bytes.subarray(at),
  (bytes) => Buffer.concat([bytes, bytes]),
  (bytes) => Buffer.from(bytes.toString('latin1'), 'utf16le'),
  (bytes) => Buffer.concat([Buffer.from('\uFEFF'), bytes]),
  (bytes, at, dice) => Buffer.concat([Buffer.alloc(dice.below(20_000), ' '), bytes, Buffer.alloc(at, '\n')]),
  (_bytes, at, dice) => Buffer.from(Array.from({ length: Math.min(at, 400) }, () => dice.below(256))),
  () => Buffer.alloc(0),
];

/** One change of the bytes of a body, whatever they mean. */
export function mutateBytes(bytes: Buffer, dice: Dice): Buffer {
  return dice.pick(changes)(bytes, dice.below(bytes.length + 1), dice);
}

function flipped(bytes: Buffer, _at: number, dice: Dice): Buffer {
  const changed = Buffer.from(bytes);
  for (let flips = 1 + dice.below(8); flips > 0 && changed.length > 0; flips--) {
    const at = dice.below(changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << dice.below(8));
  }
  return changed;
}

/** The encodings of `content-encoding`; none of our senders uses one. */
export const encodings = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const;
