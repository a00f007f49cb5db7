import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { freePort } from '../../../src/cli/free-port.ts';
import { type LocalSystem, startLocal } from '../../../src/cli/local.ts';
import { loadConfig } from '../../../src/config-loading.ts';
import type { GeminiSimulator } from '../../../src/simulator/gemini/simulator.ts';
import type { LineSimulator, SimulatedUser } from '../../../src/simulator/line/simulator.ts';
import { present } from '../../support/person.ts';
import { openPage, type Phone, phoneOn, startBrowser, type WatchedPage } from './browser.ts';

/** The whole bot as `npm start` runs it, with its worker as a process, and a browser on its phone page. */
export type SystemInBrowser = WatchedPage & {
  browser: Browser;
  system: LocalSystem;
  line: LineSimulator;
  gemini: GeminiSimulator;
  /** A new person whose chat is open on the first phone. */
  newPerson: (language: string) => Promise<{ user: SimulatedUser; phone: Phone }>;
  /** How many pushes to this person LINE has accepted. */
  pushesTo: (user: SimulatedUser) => number;
  stop: () => Promise<void>;
};

const pushBody = z.looseObject({ to: z.string() });
const batchSeconds = 1;

/** Starts it on free ports with a state folder of its own. */
export async function startSystemInBrowser(): Promise<SystemInBrowser> {
  const stateDir = await mkdtemp(join(tmpdir(), 'hyoban-browser-'));
  const [temporalPort, temporalUiPort, codecPort] = [await freePort(), await freePort(), await freePort()];
  const system = await startLocal(
    {
      ...loadConfig({ TEMPORAL_CLI: process.env.TEMPORAL_CLI }),
      ...{ stateDir, temporalPort, temporalUiPort, codecPort, apiPort: 0, adminPort: 0 },
      ...{ simulatorLinePort: 0, simulatorGeminiPort: 0, simulatorPhonePort: 0, simulatorBatchSeconds: batchSeconds },
    },
    () => {},
  );
  const browser = await startBrowser();
  const { page, troubles } = await openPage(browser, present(system.phoneUrl));
  const { line, gemini, journal } = system.simulator;
  return {
    ...{ browser, system, page, troubles, line: present(line), gemini: present(gemini) },
    async newPerson(language) {
      const answer = await page.request.post(`${system.phoneUrl}/api/users`, { data: { language } });
      const { userId } = z.object({ userId: z.string() }).parse(await answer.json());
      const user = present(
        present(line)
          .users()
          .find((candidate) => candidate.userId === userId),
      );
      const phone = phoneOn(page, 1);
      await phone.root.getByLabel('Whose phone').selectOption(user.userId);
      return { user, phone };
    },
    pushesTo: ({ userId }) =>
      journal.entries().filter(({ route, status, requestBody }) => {
        return route === 'push' && status === 200 && pushBody.safeParse(requestBody).data?.to === userId;
      }).length,
    async stop() {
      await browser.close();
      await system.stop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
