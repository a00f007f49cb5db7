import { setTimeout as sleep } from 'node:timers/promises';
import { forgetWorkflowId, nearbyWorkflowId } from '../../src/workflows/contract.ts';
import { acceptedPushes, analysisOf, findRestaurants, taipei, untilStage } from '../support/analyses.ts';
import { createPerson, type Person, present, textOf, until } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';

let temporal: TestTemporal;
let stack: Stack;

beforeAll(async () => {
  temporal = await startDevServer();
  stack = await startStack(temporal);
});

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

async function waitingAnalysis() {
  stack.gemini.faults.add({
    route: 'batchGenerateContent',
    effect: { kind: 'behaviour', name: 'stuck-pending' },
    times: 1,
  });
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  await untilStage(handle, 'waiting');
  return { person, data, handle, batch: present(stack.gemini.batches().at(-1)) };
}

const act = (person: Person, action: { type: 'unfollow' } | { type: 'unsend'; messageId: string }) =>
  stack.line.act({ userId: person.userId, ...action });

test('somebody blocks the bot: what runs for the chat ends in silence and its batch is cancelled', async () => {
  const { person, handle, batch } = await waitingAnalysis();
  const pushesBefore = acceptedPushes(stack).length;
  const other = await waitingAnalysis();
  const { webhookEventId } = await act(person, { type: 'unfollow' });
  await expect(handle.result()).rejects.toThrow('cancelled');
  expect((await handle.describe()).status.name).toBe('CANCELLED');
  expect(stack.gemini.batches().find(({ name }) => name === batch.name)?.state).toBe('CANCELLED');
  expect(acceptedPushes(stack).length).toBe(pushesBefore);
  expect((await other.handle.describe()).status.name).toBe('RUNNING');
  expect(
    (await temporal.installation.client.workflow.getHandle(forgetWorkflowId(webhookEventId)).describe()).type,
  ).toBe('forget');
});

test('an unsent location and "forget me": runs are deleted with their jobs at Google, and the person is told', async () => {
  const unsender = createPerson(stack.line, 'en');
  const { webhookEventId } = await unsender.shareLocation(...taipei);
  await unsender.next();
  const sent = present(stack.line.chat(unsender.userId).items.find((item) => item.from === 'user'));
  await act(unsender, { type: 'unsend', messageId: sent.id });

  const { person, handle, batch } = await waitingAnalysis();
  await person.type('forget me');
  const [, , told] = await person.untilReceived(3);
  expect(textOf(present(told))).toContain('30 days');
  await until(
    'the job is deleted',
    stack.gemini.subscribe,
    () => !stack.gemini.batches().some(({ name }) => name === batch.name),
  );
  if (!process.env.HYOBAN_ALL_TESTS) return;

  // The server deletes a run some seconds after it has said yes.
  const search = temporal.installation.client.workflow.getHandle(nearbyWorkflowId(webhookEventId));
  await Promise.all([untilGone(() => search.describe()), untilGone(() => handle.describe())]);
}, 240_000);

async function untilGone(describe: () => Promise<unknown>): Promise<void> {
  for (let ask = 0; ask < 2200; ask++) {
    const error = await describe().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return;
    await sleep(100);
  }
  throw new Error('The run is still there');
}
