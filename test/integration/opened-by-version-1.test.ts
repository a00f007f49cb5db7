import { readFileSync } from 'node:fs';
import { startWorkerFrom } from '../../src/worker/start.ts';
import { acceptedPushes, analysisOf, findRestaurants, untilStage } from '../support/analyses.ts';
import { createPerson, present } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startStack } from '../support/stack.ts';
import { startDevServer } from '../support/temporal.ts';

/** The workflow code as a run of version 1 has seen it: without the marker of version 2 in its history. */
function codeOfVersion1(codePath: string): string {
  const code = readFileSync(codePath, 'utf8');
  const old = code.replace(/return \(0, ?[^()]*patched\)\(['"]version-2['"]\) \? 2 : 1/, 'return 1');
  expect(old.length).toBeLessThan(code.length);
  return old;
}

test('a batch that version 1 submitted is finished after the upgrade, with its names and keys, and paid once', async () => {
  const codePath = present(process.env.HYOBAN_TEST_BUNDLE);
  const temporal = await startDevServer();
  const stack = await startStack(temporal, { withoutWorker: true });
  const { gemini, config } = stack;
  const before = await startWorkerFrom(config, temporal.installation, { code: codeOfVersion1(codePath) });
  const effect = { kind: 'behaviour', name: 'stuck-pending' } as const;
  gemini.faults.add({ route: 'batchGenerateContent', effect, times: 1 });
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person, 'all');
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  await untilStage(handle, 'waiting');
  await before.stop();

  const after = await startWorkerFrom(config, temporal.installation, { codePath });
  await gemini.setBatchState(present(gemini.batches().at(-1)).name, 'SUCCEEDED');
  const { reports, ledger } = await handle.result();
  const { runId } = await handle.describe();
  expect(gemini.batches()).toMatchObject([
    {
      displayName: temporal.installation.digests.batchDisplayName(runId, 1, 1),
      keys: ['p0', 'p1', 'p2', 'compare'],
      state: 'SUCCEEDED',
    },
  ]);
  expect(reports).toHaveLength(3);
  expect(ledger.map(({ call, status }) => `${call} ${status}`)).not.toContain('answerNow confirmed');
  expect(acceptedPushes(stack)).toHaveLength(1);
  await after.stop();
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
}, 90_000);
