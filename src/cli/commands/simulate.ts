import { defineCommand } from 'citty';
import { z } from 'zod';
import { ConfigurationError } from '../../config-loading.ts';
import { startPhone } from '../../simulator/phone/start.ts';
import { startSimulator } from '../../simulator/start.ts';
import { untilStopped } from '../until-stopped.ts';

const port = z.coerce
  .number('must be a port')
  .int('must be a port')
  .min(0, 'must be a port')
  .max(65_535, 'must be a port');
const argsSchema = z.object({
  'line-port': port.default(0),
  'gemini-port': port.default(0),
  'phone-port': port.default(0),
  seed: z.coerce.number('must be a whole number').int('must be a whole number').default(1),
  'batch-seconds': z.coerce.number('must be a number').min(0, 'must be 0 or more').default(8),
  'docs-compat': z.boolean().default(false),
  'bot-url': z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
});

/** `hyoban simulate`: LINE and Gemini alone; prints one JSON line when ready. */
export const simulateCommand = defineCommand({
  meta: { name: 'simulate', description: 'Run LINE and Gemini on this machine, for any program' },
  args: {
    'line-port': { type: 'string', description: 'Port of LINE (0: any free one)', valueHint: 'PORT' },
    'gemini-port': { type: 'string', description: 'Port of Gemini (0: any free one)', valueHint: 'PORT' },
    'phone-port': { type: 'string', description: 'Port of the phone page (0: any free one)', valueHint: 'PORT' },
    seed: { type: 'string', description: 'Seed of everything invented (default 1)', valueHint: 'N' },
    'batch-seconds': { type: 'string', description: 'How long a batch takes (default 8)', valueHint: 'S' },
    'docs-compat': { type: 'boolean', description: 'Add the members that samples of the documentation read' },
    'bot-url': { type: 'string', description: 'Address of the bot; /webhooks/line is added', valueHint: 'URL' },
  },
  async run({ args }) {
    const options = parseArgs(args);
    const simulator = await startSimulator({
      linePort: options['line-port'],
      geminiPort: options['gemini-port'],
      seed: options.seed,
      batchSeconds: options['batch-seconds'],
      botUrl: options['bot-url'],
      docsCompat: options['docs-compat'],
    });
    const { line, gemini, journal } = simulator;
    if (!line || !gemini) throw new Error('Both sides run here');
    const phone = await startPhone({ port: options['phone-port'], line, journal });
    const { channelSecret, channelAccessToken, userId } = line;
    const webhookUrl = line.webhookUrl() ?? null;
    const { geminiApiKey } = gemini;
    const ready = {
      line: line.url,
      gemini: gemini.url,
      phone: phone.url,
      channelSecret,
      channelAccessToken,
      geminiApiKey,
      userId,
      webhookUrl,
    };
    console.log(JSON.stringify(ready));
    untilStopped(async () => {
      await phone.close();
      await simulator.close();
    });
  },
});

function parseArgs(args: Record<string, unknown>) {
  const parsed = argsSchema.safeParse(args);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(parsed.error.issues.map((issue) => `--${issue.path.join('.')} ${issue.message}`));
}
