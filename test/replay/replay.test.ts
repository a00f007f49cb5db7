import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from '@temporalio/worker';
import { createDataConverter } from '../../src/temporal/data-converter.ts';
import { parseKeyRing } from '../../src/temporal/key-ring.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { historyKeys } from './keys.ts';
import { devServerScenarios, scenarios } from './scenarios.ts';

const folder = 'test/replay/histories';
const namesIn = (path: string) =>
  readdirSync(path).flatMap((file) => (file.endsWith('.json') ? [file.replace(/\.json$/, '')] : []));
/** Those of version 1, whose runs may still be open, and those of today. */
const today = namesIn(`${folder}/version-2`);
const names = [...namesIn(folder), ...today.map((name) => `version-2/${name}`)];
const dataConverter = createDataConverter(parseKeyRing(historyKeys.encryptionKeys));
const historyOf = (name: string) => JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));

function replayOptions(code?: string) {
  const codePath = process.env.HYOBAN_TEST_BUNDLE;
  if (!codePath) throw new Error('HYOBAN_TEST_BUNDLE is not set; the global set-up of Jest sets it');
  return { workflowBundle: code === undefined ? { codePath } : { code }, dataConverter };
}

afterAll(shutDownRuntime);

test('every scenario has a stored history of today, and every history a scenario', () => {
  expect(today.toSorted()).toEqual(Object.keys({ ...scenarios, ...devServerScenarios }).toSorted());
});

test.each(names)('%s replays on the code of today', async (name) => {
  await expect(Worker.runReplayHistory(replayOptions(), historyOf(name), name)).resolves.toBeUndefined();
});

test('a change that running workflows would not survive is seen', async () => {
  const { workflowBundle } = replayOptions();
  const code = 'codePath' in workflowBundle ? readFileSync(workflowBundle.codePath ?? '', 'utf8') : '';
  const forbidden = code.replace(/\(0, ?[^()]*enterStage\)\(state, 'waiting'\);/, '');
  expect(forbidden.length).toBeLessThan(code.length);
  await expect(Worker.runReplayHistory(replayOptions(forbidden), historyOf('analysis-webhook'), 'x')).rejects.toThrow(
    'TMPRL1100',
  );
});
