import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Simulator, startSimulator } from '../../src/simulator/start.ts';
import { bytecodeFolder, pythonWith } from './environment.ts';

const genai = ['google_genai_test', 'google_genai_batches_test'];
const environments = [
  { requirements: 'requirements.txt', modules: [...genai, 'line_bot_sdk_test'] },
  { requirements: 'requirements-2.txt', modules: genai },
];

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Runs one module of Python tests against a fresh simulator; resolves to what went wrong. */
async function problemsOf(python: string, module: string): Promise<string[]> {
  const simulator = await startSimulator({ linePort: 0, geminiPort: 0, seed: 7 });
  try {
    const exitCode = await runModule(python, module, simulator);
    const unmatched = simulator.journal.entries().filter((entry) => !entry.matched);
    const failed = exitCode === 0 ? [] : [`${module} failed`];
    return [...failed, ...unmatched.map((entry) => `no route for ${entry.method} ${entry.path}`)];
  } finally {
    await simulator.close();
  }
}

async function runModule(python: string, module: string, { line, gemini }: Simulator): Promise<unknown> {
  if (!line || !gemini) throw new Error('Both sides run here');
  const { channelId, channelSecret, channelAccessToken, userId } = line;
  const vendors = {
    gemini: { url: gemini.url, key: gemini.geminiApiKey },
    line: { url: line.url, channelId, channelSecret, channelAccessToken, userId },
  };
  const child = spawn(python, ['-m', 'unittest', module], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
    env: {
      PATH: process.env.PATH,
      PYTHONPYCACHEPREFIX: bytecodeFolder,
      PYTHONWARNINGS: 'ignore',
      HYOBAN_SIMULATOR: JSON.stringify(vendors),
    },
  });
  const [exitCode] = await once(child, 'exit');
  return exitCode;
}

const problems: string[] = [];
const pythons = await Promise.all(environments.map(({ requirements }) => pythonWith(requirements)));
for (const [index, { requirements, modules }] of environments.entries()) {
  const python = pythons[index] ?? '';
  for (const module of modules) {
    say(`${module} with ${requirements}`);
    problems.push(...(await problemsOf(python, module)));
  }
}
for (const problem of problems) say(problem);
say(problems.length === 0 ? 'The Python SDKs understand the simulator.' : `${problems.length} problem(s)`);
process.exitCode = problems.length === 0 ? 0 : 1;
