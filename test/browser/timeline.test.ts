import { jest } from '@jest/globals';
import { textsFor } from '../../src/line/texts/index.ts';
import type { Language } from '../../src/workflows/contract.ts';
import { describeInBrowser, keepPicture, stepsWith, testTimeoutMs } from './support/browser.ts';
import { type SystemInBrowser, startSystemInBrowser } from './support/system.ts';

const firstLineOf = (text: string) => text.split('\n')[0] ?? '';

jest.setTimeout(testTimeoutMs);

describeInBrowser('the whole story by clicks', () => {
  let setup: SystemInBrowser;

  beforeAll(async () => {
    setup = await startSystemInBrowser();
  });

  afterAll(async () => {
    await setup.stop();
    expect(setup.troubles).toEqual([]);
  });

  /** A nearby search and an analysis make two of them. */
  const completed = () => stepsWith(setup.page, 'Workflow completed');

  test.each<[Language, string, string, string]>([
    ['zh-TW', 'Taipei Xinyi', '看評價', '看完整報告'],
    ['ja', 'Tokyo Shibuya', '口コミを見る', 'レポート全文を見る'],
    ['en', 'Osaka Namba', 'Read reviews', 'Read the full report'],
  ])(
    'in %s: greeting, location, restaurants, tap, report, and the same tap again',
    async (language, place, tap, fullReport) => {
      const before = await completed().count();
      const { phone, user } = await setup.newPerson(language);
      await phone.messages.getByText(firstLineOf(textsFor(language).greeting)).waitFor();
      await phone.shareLocation(place);
      await phone.messages.getByRole('button', { name: tap }).first().click();
      const report = phone.messages.getByRole('link', { name: fullReport });
      await report.first().waitFor();
      await keepPicture(setup.page, `story-${language}`);
      const page = await fetch((await report.first().getAttribute('href')) ?? '');
      expect(page.status).toBe(200);
      await completed()
        .nth(before + 1)
        .waitFor();
      await phone.messages.getByRole('button', { name: tap }).first().click();
      await report.nth(1).waitFor();
      expect(setup.pushesTo(user)).toBe(1);
    },
  );

  test('the timeline tells the story in order, from lane to lane, with a link to the run', async () => {
    const { page } = setup;
    const before = await completed().count();
    const { phone, user } = await setup.newPerson('en');
    await phone.shareLocation('Taipei Xinyi');
    await phone.messages.getByRole('button', { name: 'Read reviews' }).nth(1).click();
    await phone.messages.getByRole('link', { name: 'Read the full report' }).waitFor();
    const started = stepsWith(page, `${user.displayName} shared a location: 信義區`);
    await started.waitFor();
    await completed()
      .nth(before + 1)
      .waitFor();
    const all = await page.getByRole('list', { name: 'Steps' }).getByRole('listitem').allTextContents();
    const told = all.slice(all.findIndex((text) => text.includes(`${user.displayName} shared`))).join('\n');
    const wanted = [
      'Workflow nearby started',
      'Google Maps grounding',
      'Reply: “',
      `${user.displayName} tapped “`,
      'Workflow analysis started',
      'Google Search grounding',
      'Batch job created',
      'Sleeps until a signal comes, 60 s at most: nothing runs',
      'The batch job has ended: SUCCEEDED',
      "Gemini's webhook: batch.succeeded",
      'Signal batchUpdated wakes the workflow',
      'Asks how the batch job stands: SUCCEEDED',
      'Push: “',
      'Workflow completed',
    ];
    let from = 0;
    for (const text of wanted) {
      const found = told.indexOf(text, from);
      expect({ text, isThere: found >= 0 }).toEqual({ text, isThere: true });
      from = found + 1;
    }
    const link = stepsWith(page, 'Workflow analysis started').last().getByRole('link', { name: 'Web UI' });
    const address = (await link.getAttribute('href')) ?? '';
    expect(address).toMatch(/\/namespaces\/default\/workflows\/analysis%3A[^/]+\/[0-9a-f-]{36}\/history$/);
    await keepPicture(page, 'timeline');
  });

  test('a run has a card with its stage, its events and the time until it wakes by itself', async () => {
    const { page } = setup;
    const { phone } = await setup.newPerson('en');
    await page.getByRole('group', { name: 'Batch job' }).getByText('slow').click();
    await phone.shareLocation('Tokyo Shibuya');
    await phone.messages.getByRole('button', { name: 'Read reviews' }).first().click();
    const card = page.getByRole('list', { name: 'Workflow runs' }).getByRole('listitem').first();
    await card.getByText('waiting for the batch job').waitFor();
    await card.getByText(/^next look in (\d+ s|1 min)$/).waitFor();
    await card.getByText(/^analysis · \d+ events · for \d+ s$/).waitFor();
    await page.getByText(/Waiting: the worker is idle, nothing runs\. One workflow wakes up in/).waitFor();
    expect(await phone.messages.getByRole('link', { name: 'Read the full report' }).count()).toBe(0);
    await setup.system.simulator.clock.advance(120_000);
    await phone.messages.getByRole('link', { name: 'Read the full report' }).waitFor();
    await card.getByText('completed').waitFor();
  });

  test('the request behind a step is shown on demand, and small steps when every detail is wanted', async () => {
    const { page } = setup;
    const step = stepsWith(page, 'Batch job created').last();
    await step.getByRole('button', { name: 'Show the request' }).click();
    await step.getByText('"displayName": "hyoban-local-').first().waitFor();
    expect(await stepsWith(page, 'the result is saved').count()).toBe(0);
    await page.getByLabel('every detail').check();
    await stepsWith(page, 'createBatch: the result is saved').last().waitFor();
  });
});
