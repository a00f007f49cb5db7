import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { freePort } from '../src/cli/free-port.ts';
import { type LocalSystem, startLocal } from '../src/cli/local.ts';
import { loadConfig } from '../src/config-loading.ts';
import { findTemporalBinary } from '../src/temporal/binary.ts';

/**
 * `npm run pictures`: starts the whole system on free ports, plays two stories in the phone page by clicks, one of them with
 * a worker that is killed, and takes the pictures of the documentation. CHROMIUM names the browser where it is not in the
 * usual place.
 */
const folder = 'docs/pictures';
const largestBytes = 300_000;
const batchSeconds = 6;
const patienceMs = 90_000;

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const stateDir = await mkdtemp(join(tmpdir(), 'hyoban-pictures-'));
  const system = await startSystem(stateDir);
  try {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    try {
      await mkdir(folder, { recursive: true });
      await takePictures(browser, system);
    } finally {
      await browser.close();
    }
  } finally {
    await system.stop();
    await rm(stateDir, { recursive: true, force: true });
  }
}

/** Everything simulated, beside whatever else runs; only the Temporal binary is taken from the usual place. */
async function startSystem(stateDir: string): Promise<LocalSystem> {
  const given = loadConfig({ TEMPORAL_CLI: process.env.TEMPORAL_CLI });
  const cacheDir = join(given.stateDir, 'bin');
  const temporalCli = await findTemporalBinary('cli', { configuredPath: given.temporalCli, cacheDir, report: say });
  const [temporalPort, temporalUiPort, codecPort] = [await freePort(), await freePort(), await freePort()];
  return startLocal(
    {
      ...given,
      ...{ stateDir, temporalCli, temporalPort, temporalUiPort, codecPort, apiPort: 0, adminPort: 0 },
      ...{ simulatorLinePort: 0, simulatorGeminiPort: 0, simulatorPhonePort: 0, simulatorBatchSeconds: batchSeconds },
    },
    say,
  );
}

async function takePictures(browser: Browser, { phoneUrl, webUiUrl }: LocalSystem): Promise<void> {
  if (!phoneUrl || !webUiUrl) throw new Error('Phone and Web UI must run here');
  const page = await openPage(browser, phoneUrl, { width: 1340, height: 820 });
  const [english, chinese] = [phoneOn(page, 1), phoneOn(page, 2)];
  await shareLocation(page, english);
  await shoot(english.locator('.phone'), 'chat');
  await english.getByRole('button', { name: 'Read reviews' }).first().click();
  const link = english.getByRole('link', { name: 'Read the full report' });
  await link.waitFor();
  const reportUrl = (await link.getAttribute('href')) ?? '';

  await shareLocation(page, chinese);
  await killWorkerInBetween(page, chinese);
  await shoot(page, 'phone');
  await shoot(page.getByRole('region', { name: 'What happens' }), 'timeline');

  const report = await openPage(browser, reportUrl, { width: 390, height: 844 });
  await shoot(report, 'report');
  const webUi = await openPage(browser, `${webUiUrl}/namespaces/default/workflows`, { width: 1180, height: 1040 });
  await openAnalysis(webUi);
  await shoot(webUi, 'web-ui');
}

async function openPage(browser: Browser, url: string, viewport: { width: number; height: number }): Promise<Page> {
  const page = await browser.newPage({ viewport, locale: 'en-GB', timezoneId: 'UTC', colorScheme: 'light' });
  page.setDefaultTimeout(patienceMs);
  await page.goto(url);
  return page;
}

function phoneOn(page: Page, number: 1 | 2): Locator {
  return page.getByRole('region', { name: `Phone ${number}` });
}

async function shareLocation(page: Page, phone: Locator): Promise<void> {
  await phone.getByRole('button', { name: 'Send a location' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Taipei Xinyi' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Share this location' }).click();
  await phone.getByRole('group', { name: 'Quick replies' }).getByRole('button').first().waitFor();
}

/** A tap; the worker dies while the job runs, comes back after its end, and the report arrives. */
async function killWorkerInBetween(page: Page, phone: Locator): Promise<void> {
  const steps = page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  const worker = page.getByRole('group', { name: 'Worker' });
  await phone.getByRole('button', { name: '看評價' }).first().click();
  await steps.filter({ hasText: 'Sleeps until a signal comes' }).nth(1).waitFor();
  await worker.getByText('kill -9').click();
  await steps.filter({ hasText: 'Signal batchUpdated' }).nth(1).waitFor();
  await worker.getByText('runs').click();
  await phone.getByRole('link', { name: '看完整報告' }).waitFor();
  await steps.filter({ hasText: 'Workflow completed' }).nth(3).waitFor();
  await page.mouse.move(0, 0);
}

/** From the list to the newest analysis: its summary and current details, decrypted by the codec server. */
async function openAnalysis(webUi: Page): Promise<void> {
  await webUi
    .getByRole('link', { name: /^analysis:/ })
    .last()
    .click();
  await webUi.getByRole('tab', { name: 'User Metadata' }).click();
  // The Web UI shows these texts as Markdown, each in a frame of its own.
  const texts = webUi.locator('iframe');
  await texts
    .nth(0)
    .contentFrame()
    .getByText(/^Report on /)
    .waitFor();
  await texts.last().contentFrame().getByText('The report is with the user').waitFor();
}

async function shoot(what: Page | Locator, name: string): Promise<void> {
  const path = join(folder, `${name}.png`);
  await what.screenshot({ path, animations: 'disabled' });
  const { size } = await stat(path);
  if (size > largestBytes) throw new Error(`${path} has ${size} bytes, more than ${largestBytes}`);
  say(`${path}: ${size} bytes`);
}

await main();
