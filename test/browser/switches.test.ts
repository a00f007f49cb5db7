import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { describeInBrowser, keepPicture, reportIn, stepsWith, tapFirst, testTimeoutMs } from './support/browser.ts';
import { type SystemInBrowser, startSystemInBrowser } from './support/system.ts';

jest.setTimeout(testTimeoutMs);

/** The page tells of a kill when it is sent; the process is gone a moment later. */
async function untilGone(pid = 0): Promise<void> {
  for (let isAlive = true; isAlive; await sleep(20)) {
    try {
      process.kill(pid, 0);
    } catch {
      isAlive = false;
    }
  }
}

describeInBrowser('the switches', () => {
  let setup: SystemInBrowser;

  beforeAll(async () => {
    setup = await startSystemInBrowser();
  });

  afterAll(async () => {
    await setup.stop();
    expect(setup.troubles).toEqual([]);
  });

  // A test that failed while the worker was dead must not take the next one with it.
  afterEach(async () => setup.system.worker.start());

  const flip = (name: string, position: string) =>
    setup.page.getByRole('group', { name }).getByText(position, { exact: true }).click();
  const isBack = (name: string) => setup.page.getByRole('group', { name }).getByRole('radio').first().isChecked();

  /** What the page says of a workflow that waits for its job; the steps of earlier ones stay on the page, this does not. */
  const sleepsNow = () => setup.page.getByText(/^next look in \d+ s$/).first();

  /** A new person who sees three restaurants. */
  async function withChoices(place = 'Taipei Xinyi') {
    const { phone, user } = await setup.newPerson('en');
    await phone.shareLocation(place);
    await phone.messages.getByRole('button', { name: 'Read reviews' }).first().waitFor();
    return { phone, pushes: () => setup.pushesTo(user) };
  }

  /** As Gemini would: again after a while until it is taken. */
  async function deliverByHand(batchId: string | undefined): Promise<void> {
    const statuses: (number | undefined)[] = [];
    while (statuses.length < 40) {
      statuses.push(...(await setup.gemini.webhooks.deliver({ batchId })));
      if (statuses.at(-1) === 200) return;
      await sleep(1000);
    }
    throw new Error(`The API answered a webhook with ${statuses.join(', ')}`);
  }

  test('a lost webhook: the job is done, the workflow sleeps on towards its next look, and what arrives later is taken', async () => {
    const { phone } = await withChoices();
    await flip('Gemini webhook', 'lost');
    await tapFirst(phone);
    await stepsWith(setup.page, "Gemini's webhook is lost: the bot hears nothing").waitFor();
    await sleepsNow().waitFor();
    await keepPicture(setup.page, 'switches-lost');
    expect(await reportIn(phone).count()).toBe(0);
    expect(await isBack('Gemini webhook')).toBe(true);
    const job = setup.gemini.batches().at(-1);
    expect(job?.state).toBe('SUCCEEDED');
    // The next look is a minute away; that it finds the result is tested where time can be skipped.
    await deliverByHand(job?.id);
    await reportIn(phone).waitFor();
    await stepsWith(setup.page, "Gemini's webhook, sent by hand").last().waitFor();
  });

  test('a doubled webhook: two come, one report is pushed', async () => {
    const { phone, pushes } = await withChoices();
    await flip('Gemini webhook', 'twice');
    await tapFirst(phone);
    await reportIn(phone).waitFor();
    await stepsWith(setup.page, "Gemini's webhook, one of two").nth(1).waitFor();
    expect(pushes()).toBe(1);
    expect(await isBack('Gemini webhook')).toBe(true);
  });

  test('a late webhook: nothing runs until it comes', async () => {
    const { phone } = await withChoices();
    await flip('Gemini webhook', 'late');
    await tapFirst(phone);
    await stepsWith(setup.page, 'The batch job has ended: SUCCEEDED').last().waitFor();
    await setup.page.getByText(/Waiting: the worker is idle, nothing runs/).waitFor();
    expect(await reportIn(phone).count()).toBe(0);
    await setup.system.simulator.clock.advance(20_000);
    await reportIn(phone).waitFor();
    await stepsWith(setup.page, "Gemini's webhook, late").waitFor();
  });

  test('a failed batch job: the report is made by ordinary call', async () => {
    const { phone, pushes } = await withChoices('Tokyo Shibuya');
    await flip('Batch job', 'fails');
    await tapFirst(phone);
    await reportIn(phone).waitFor();
    await stepsWith(setup.page, 'The batch job has ended: FAILED').waitFor();
    await stepsWith(setup.page, 'Ordinary call: JSON by a schema').last().waitFor();
    expect(pushes()).toBe(1);
  });

  test('Gemini answers 503: the activity is tried again, and the report comes', async () => {
    const { phone } = await withChoices('Osaka Namba');
    await flip('Gemini API', '503 × 2');
    await setup.page.getByText('next 2 calls').filter({ visible: true }).waitFor();
    await tapFirst(phone);
    await stepsWith(setup.page, 'collectReviews failed and is tried again, attempt 2').waitFor();
    await reportIn(phone).waitFor();
    expect(await stepsWith(setup.page, /Google Search grounding.*503/).count()).toBe(2);
  });

  test('LINE answers 503: the push is tried again and arrives once', async () => {
    const { phone, pushes } = await withChoices();
    await flip('LINE API', '503 × 3');
    await tapFirst(phone);
    await reportIn(phone).waitFor();
    expect(pushes()).toBe(1);
    expect(await reportIn(phone).count()).toBe(1);
    expect(await isBack('LINE API')).toBe(true);
  });

  test('the quota is used up: the report is kept, and a tap gets it as a reply', async () => {
    const { phone, pushes } = await withChoices();
    await flip('LINE quota', 'used up');
    await tapFirst(phone);
    await setup.page.getByText('report kept: LINE takes no push').waitFor();
    await stepsWith(setup.page, /429.*monthly limit/)
      .first()
      .waitFor();
    await keepPicture(setup.page, 'switches-quota');
    await tapFirst(phone);
    await reportIn(phone).waitFor();
    expect(pushes()).toBe(0);
    await flip('LINE quota', 'enough');
  });

  test('the worker is killed and started again: the history is replayed and the report arrives once', async () => {
    const { page } = setup;
    const { phone, pushes } = await withChoices('Tokyo Shibuya');
    // The job ends when the worker is dead: an attempt that dies with its worker is missed a minute later.
    setup.gemini.faults.add({ route: 'batch', effect: { kind: 'behaviour', name: 'stuck-pending' } });
    await tapFirst(phone);
    await sleepsNow().waitFor();
    const job = setup.gemini.batches().at(-1);
    const killed = setup.system.worker.current().pid;
    await flip('Worker', 'kill -9');
    await page.getByText('Worker is dead', { exact: true }).waitFor();
    await page.getByText('No worker: nothing runs. Temporal keeps one workflow.').waitFor();
    await untilGone(killed);
    await setup.gemini.setBatchState(job?.id ?? '', 'SUCCEEDED');
    await stepsWith(page, 'Signal batchUpdated wakes the workflow').last().waitFor();
    expect(await reportIn(phone).count()).toBe(0);
    await keepPicture(page, 'switches-killed');
    await flip('Worker', 'runs');
    await stepsWith(page, 'The worker is back').waitFor();
    await reportIn(phone).waitFor();
    await stepsWith(page, /A new worker replays \d+ events from the history/).waitFor();
    await keepPicture(page, 'switches-replayed');
    expect([pushes(), await reportIn(phone).count()]).toEqual([1, 1]);
    expect(setup.system.worker.current().pid).not.toBe(killed);
  });
});
