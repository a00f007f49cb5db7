import { setCurrentDetails, sleep } from '@temporalio/workflow';
import { safeWrite } from './activity-options.ts';
import type { ForgetInput, ForgetResult } from './contract.ts';

/** The index that lists a chat's runs is a moment behind, and an event may come late: it is looked again. */
const looksAfter = ['0 seconds', '2 seconds', '5 seconds', '15 seconds', '1 minute'] as const;

/** Stops, and where that is asked for deletes, what a chat has asked for until a moment. */
export async function forget(input: ForgetInput): Promise<ForgetResult> {
  const total: ForgetResult = { stopped: 0, deleted: 0 };
  for (const pause of looksAfter) {
    await sleep(pause);
    const { stopped, deleted } = await safeWrite.forgetRuns(input);
    total.stopped += stopped;
    total.deleted += deleted;
    setCurrentDetails(`Stopped ${total.stopped}, deleted ${total.deleted}`);
  }
  return total;
}
