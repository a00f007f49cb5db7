import { defineCommand } from 'citty';
import { startPhone } from '../../simulator/phone/start.ts';
import { type Simulator, startSimulator } from '../../simulator/start.ts';
import { portTaken } from '../error-sentence.ts';
import { FlagError } from '../flag-error.ts';
import { reachLoopbackDirectly } from '../local-environment.ts';
import { readSimulateFlags, type SimulateOptions, simulateArgs } from '../simulate-flags.ts';
import { untilStopped } from '../until-stopped.ts';

/** `hyoban simulate`: LINE and Gemini alone; prints one JSON line when ready. */
export const simulateCommand = defineCommand({
  meta: { name: 'simulate', description: 'Run LINE and Gemini on this machine, for any program' },
  args: simulateArgs,
  async run({ args, rawArgs }) {
    reachLoopbackDirectly(process.env);
    const { simulator, phone } = await startAll(readSimulateFlags(args, rawArgs));
    console.log(JSON.stringify(readyLine(simulator, phone.url)));
    untilStopped(async () => {
      await phone.close();
      await simulator.close();
    });
  },
});

async function startAll(options: SimulateOptions) {
  try {
    const simulator = await startSimulator(options);
    const { line, gemini, journal, clock } = simulator;
    if (!line) throw new Error('Both sides run here');
    return { simulator, phone: await startPhone({ port: options.phonePort, line, gemini, journal, clock }) };
  } catch (error) {
    const taken = portTaken.safeParse(error);
    if (taken.success) throw new FlagError(`Port ${taken.data.port} is taken`);
    throw error;
  }
}

function readyLine({ line, gemini }: Simulator, phoneUrl: string) {
  if (!line || !gemini) throw new Error('Both sides run here');
  const { channelId, channelSecret, channelAccessToken, botUserId, basicId, userId } = line;
  const { geminiApiKey } = gemini;
  const addresses = { line: line.url, gemini: gemini.url, phone: phoneUrl };
  const webhookUrl = line.webhookUrl() ?? null;
  const channel = { channelId, channelSecret, channelAccessToken, botUserId, basicId };
  return { ...addresses, ...channel, geminiApiKey, userId, webhookUrl };
}
