import { setCurrentDetails, sleep } from '@temporalio/workflow';
import { safeWrite } from './activity-options.ts';
import type { ForgetInput, ForgetResult } from './contract.ts';

/** The index that lists a chat's runs is a moment behind, and an event may come late: it is looked again. */
const looksAfter = ['0 seconds', '2 seconds', '5 seconds', '15 seconds', '1 minute'] as const;

/** A run that is asked to end first undoes what may still cost, or ends a push, which is tried for most of a day. */
const moreLooksAfter = ['5 minutes', '10 minutes', '30 minutes', '1 hour', '4 hours', '8 hours', '12 hours'] as const;

/** Stops, and where that is asked for deletes, what a chat has asked for until a moment. */
export async function forget(input: ForgetInput): Promise<ForgetResult> {
  const total: ForgetResult = { stopped: 0, deleted: 0 };
  async function lookAfter(pause: (typeof looksAfter | typeof moreLooksAfter)[number]): Promise<number> {
    await sleep(pause);
    const { stopped, deleted } = await safeWrite.forgetRuns(input);
    total.stopped += stopped;
    total.deleted += deleted;
    setCurrentDetails(`Stopped ${total.stopped}, deleted ${total.deleted}`);
    return stopped;
  }
  let open = 0;
  for (const pause of looksAfter) open = await lookAfter(pause);
  for (const pause of moreLooksAfter) if (open > 0) open = await lookAfter(pause);
  return total;
}
