import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lineWebhookUrl } from '../../src/simulator/start.ts';
import { findTemporalBinary } from '../../src/temporal/binary.ts';
import { findPatiently } from '../integration/security-support.ts';
import { readCommandLine, wholeNumber } from '../support/command-line.ts';
import { createPerson } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startStack } from '../support/stack.ts';
import { startDevServer } from '../support/temporal.ts';
import { type ApiUnderFire, startApiUnderFire } from './api-under-fire.ts';
import { recordCorpus } from './corpus.ts';
import { createSigner } from './signing.ts';
import { type Finding, judgeVitals, runStorm, type StormReport } from './storm.ts';

/**
 * Mutated webhooks against both webhook routes of a listening API with a real Temporal and simulated vendors.
 * Ends with 1 when something was found.
 */
const usage = `npm run fuzz -- [--seed N] [--count N] [--first N] [--largest-bytes N]
  --seed           default 1
  --count          how many requests; default 100000
  --first          the first of them; --first N --count 1 sends one request of a seed again; default 0
  --largest-bytes  of a body; default 1100000`;

const { seed, count, first, largestBytes } = readCommandLine(usage, (args) => {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '100000' },
      first: { type: 'string', default: '0' },
      'largest-bytes': { type: 'string', default: '1100000' },
    },
  });
  return {
    seed: wholeNumber(values.seed, '--seed'),
    count: wholeNumber(values.count, '--count', 1),
    first: wholeNumber(values.first, '--first'),
    largestBytes: wholeNumber(values['largest-bytes'], '--largest-bytes', 1),
  };
});
const print = (line: string) => void process.stdout.write(`${line}\n`);

process.env.TEMPORAL_CLI = await findTemporalBinary('cli', {
  configuredPath: process.env.TEMPORAL_CLI,
  cacheDir: resolve('.hyoban/bin'),
  report: print,
});
const temporal = await startDevServer();
const stack = await startStack(temporal);
const webhookSecret = `whsec_${Buffer.from('fuzz'.repeat(8)).toString('base64')}`;
const { channelSecret } = stack.line;
const signer = await createSigner({ channelSecret, webhookSecret, simulatorUrl: stack.gemini.url });
const corpus = await recordCorpus(stack);
const settings = { geminiBaseUrl: signer.baseUrl, geminiWebhookSecrets: [webhookSecret] };
const api = await startApiUnderFire({ ...stack.config, ...settings });
print(`seed ${seed}; bodies recorded: ${corpus.line.length} of LINE, ${corpus.gemini.length} of Gemini`);

const source = { seed, corpus, signer, largestBytes };
const report = await runStorm(api, source, { first, count, progress: print });
const findings = [...report.findings, ...judgeVitals(report.vitals), ...(await afterwards(api))];
show(report);
show({ log: api.logged(), events: await eventCounts(api) });
for (const { n, what } of findings.slice(0, 30)) print(`FOUND ${n === undefined ? '' : `at request ${n}: `}${what}`);
print(findings.length === 0 ? 'nothing found' : `${findings.length} findings`);

await api.stop();
await signer.close();
await stack.stop();
await temporal.stop();
await shutDownRuntime();
process.exit(findings.length === 0 ? 0 : 1);

/** After the storm the API works as before, and its log tells of nothing that nobody thought of. */
async function afterwards(under: ApiUnderFire): Promise<Finding[]> {
  const found = under.surprises().map((what) => ({ what }));
  if (under.ended()) return found;
  stack.line.setWebhookUrl(lineWebhookUrl(under.url));
  const works = await findPatiently(createPerson(stack.line, 'en')).then(
    () => true,
    () => false,
  );
  return works ? found : [...found, { what: 'a person who shares a location gets no restaurants any more' }];
}

async function eventCounts(under: ApiUnderFire): Promise<Record<string, number>> {
  if (under.ended()) return {};
  const metrics = await (await fetch(`${under.adminUrl}/metrics`)).text();
  const lines = metrics.matchAll(/^hyoban_(?:line_events|gemini_webhooks)_total\{(.*)\} (\d+)$/gm);
  return Object.fromEntries(Array.from(lines, ([, labels = '', value]) => [labels, Number(value)]));
}

function show(what: StormReport | object): void {
  print(JSON.stringify(what, (name, value: unknown) => (name === 'findings' ? undefined : value), 2));
}
