import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { freePort } from '../src/cli/free-port.ts';
import { type LocalSystem, startLocal } from '../src/cli/local.ts';
import { loadConfig } from '../src/config-loading.ts';
import { findTemporalBinary } from '../src/temporal/binary.ts';

/**
 * `npm run pictures`: starts the whole system on free ports, plays one story in the phone page by clicks, and takes the
 * pictures of the documentation. CHROMIUM names the browser where it is not in the usual place.
 */
const folder = 'docs/pictures';
const largestBytes = 300_000;
const batchSeconds = 4;
const patienceMs = 30_000;

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
  const phone = await openPage(browser, phoneUrl, { width: 1180, height: 860 });
  const { reportUrl } = await playStory(phone);
  await showTopOfReport(phone);
  await shoot(phone, 'phone');
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

/** A person shares a place, picks the first restaurant and waits for the report. */
async function playStory(phone: Page): Promise<{ reportUrl: string }> {
  await phone.getByRole('button', { name: 'Send a location' }).click();
  await phone.getByRole('button', { name: 'Taipei 信義' }).click();
  await phone.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
  const messages = phone.getByRole('log', { name: 'Messages' });
  await messages.getByRole('button', { name: 'Read reviews' }).first().click();
  const link = messages.getByRole('link', { name: 'Read the full report' }).last();
  await link.waitFor();
  const reportUrl = await link.getAttribute('href');
  if (!reportUrl) throw new Error('The report has no link to its page');
  return { reportUrl };
}

/** The page shows the end of the bubble; the verdict stands at its top. */
async function showTopOfReport(phone: Page): Promise<void> {
  const messages = phone.getByRole('log', { name: 'Messages' });
  const heading = messages.getByText('Signature dishes', { exact: true }).last();
  await heading.evaluate((element) => element.scrollIntoView({ block: 'center' }));
}

/** From the list to the one analysis: its summary and current details, decrypted by the codec server. */
async function openAnalysis(webUi: Page): Promise<void> {
  await webUi
    .getByRole('link', { name: /^analysis:/ })
    .first()
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

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready');
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  const { size } = await stat(path);
  if (size > largestBytes) throw new Error(`${path} has ${size} bytes, more than ${largestBytes}`);
  say(`${path}: ${size} bytes`);
}

await main();
