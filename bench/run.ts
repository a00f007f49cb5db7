import { inspect, parseArgs } from 'node:util';
import { chosenNames, readCommandLine } from '../test/support/command-line.ts';
import { measureGeminiWebhook } from './gemini-webhook.ts';
import { measureHistoryEvents } from './history-events.ts';
import { measureLineWebhook } from './line-webhook.ts';
import { measureReceiver } from './receiver.ts';
import { measureRejectedWebhooks } from './rejected-webhooks.ts';
import { textTable, writeResult } from './report.ts';
import { measureSimulator } from './simulator.ts';
import { describeMachine, loadOneMinute } from './support/machine.ts';
import type { Row } from './support/rows.ts';
import { fullScale, quickScale, type Scale } from './support/scale.ts';

const partNames = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

const parts: Record<(typeof partNames)[number], (scale: Scale) => Promise<Row[]>> = {
  a: measureLineWebhook,
  b: measureGeminiWebhook,
  c: measureReceiver,
  d: measureHistoryEvents,
  e: measureSimulator,
  f: measureRejectedWebhooks,
};

const usage = `npm run bench -- [--only a,c] [--quick] [--save]
  --only   parts: a LINE webhook, b Gemini webhook, c receiver, d history events, e simulator,
           f rejected webhooks
  --quick  a smoke run of a minute or two
  --save   after a whole run: also write docs/benchmark.md and bench/results/latest.json`;

const wish = readCommandLine(usage, (args) => {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
    },
  });
  if (values.save && (values.quick || values.only !== undefined)) throw new Error('Only a whole run is worth saving');
  return { ...values, chosen: chosenNames(values.only?.split(','), partNames) };
});
const say = (text: string) => void process.stdout.write(`${text}\n`);
// An exit runs the handlers that end the processes which were started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

await main();

async function main(): Promise<void> {
  const scale = wish.quick ? quickScale : fullScale;
  const startedAtMs = Date.now();
  const loadOneMinuteBefore = loadOneMinute();
  const machine = await describeMachine();
  const rows: Row[] = [];
  for (const name of wish.chosen) {
    say(`(${name}) ...`);
    const measured = await parts[name](scale).catch((error: unknown) => [failedRow(name, error)]);
    say(textTable(measured));
    rows.push(...measured);
  }
  const tookSeconds = (Date.now() - startedAtMs) / 1000;
  const loadOneMinuteAfter = loadOneMinute();
  const result = { machine, quick: scale === quickScale, loadOneMinuteBefore, loadOneMinuteAfter, tookSeconds, rows };
  say(`\n${textTable(rows)}\n\n${JSON.stringify(machine)}\nload ${loadOneMinuteBefore} → ${loadOneMinuteAfter}`);
  say(`Written: ${(await writeResult(result, wish.save)).join(', ')}`);
  if (rows.some(({ met }) => met === false)) process.exitCode = 1;
}

/** One part that fails must not lose what the others measured. */
function failedRow(part: string, error: unknown): Row {
  process.stderr.write(`${inspect(error)}\n`);
  return {
    part,
    what: 'this part ended with an error',
    target: 'none',
    measured: String(error),
    met: false,
    numbers: {},
  };
}
