import type { Client } from '@temporalio/client';
import type { Logger } from '../logging.ts';
import { countAnalyses, spentMicroUsd } from '../temporal/usage.ts';
import { cached } from './cached.ts';
import type { Budgets } from './context.ts';
import { dayStartMs } from './day.ts';

/** Whether new work may begin today. */
export type Verdict = 'yes' | 'daily-limit' | 'budget-spent';

/** The limits of a day. Whatever cannot be read in time is no limit: an answer is worth more than an exact count. */
export type Allowance = {
  /** For a new analysis of one chat. */
  forAnalysis: (chatKey: string) => Promise<Verdict>;
  /** For a new search. */
  forSearch: () => Promise<Verdict>;
};

/** The settings that make the limits; 0 and undefined are none. */
export type AllowanceOptions = {
  analysesPerDay: number;
  dailyBudgetMicroUsd: number | undefined;
  timeZone: string;
  /** Whose runs count: several installations may share a namespace. */
  taskQueue: string;
};

/** The sum of a day grows slowly, and reading it is a list of the day's runs. */
const sumRememberedMs = 60_000;

/** Makes the limits on the visibility index, which is a moment behind. */
export function createAllowance(
  client: Client,
  budgets: Budgets,
  { analysesPerDay, dailyBudgetMicroUsd, timeZone, taskQueue }: AllowanceOptions,
  logger: Logger,
): Allowance {
  const spent = cached(sumRememberedMs, () =>
    spentMicroUsd(client, budgets.geminiMs, { taskQueue, sinceMs: dayStartMs(Date.now(), timeZone) }),
  );

  async function within(read: () => Promise<boolean>): Promise<boolean> {
    try {
      return await read();
    } catch (err) {
      logger.warn({ err }, 'a limit of the day could not be read');
      return true;
    }
  }

  const budgetLeft = () =>
    within(async () => dailyBudgetMicroUsd === undefined || (await spent()) < dailyBudgetMicroUsd);
  const analysesLeft = (chatKey: string) =>
    within(async () => {
      if (analysesPerDay === 0) return true;
      const sinceMs = dayStartMs(Date.now(), timeZone);
      return (await countAnalyses(client, budgets.readMs, { chatKey, sinceMs })) < analysesPerDay;
    });

  return {
    async forAnalysis(chatKey) {
      const [budget, analyses] = await Promise.all([budgetLeft(), analysesLeft(chatKey)]);
      if (!budget) return 'budget-spent';
      return analyses ? 'yes' : 'daily-limit';
    },
    forSearch: async () => ((await budgetLeft()) ? 'yes' : 'budget-spent'),
  };
}
