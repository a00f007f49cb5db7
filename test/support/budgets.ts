import type { Budgets } from '../../src/api/context.ts';

/** Room for a busy machine: how fast it is has no part in what is tested. */
export const patientBudgets: Budgets = {
  readMs: 5000,
  durableMs: 5000,
  queryMs: 5000,
  geminiMs: 10_000,
  pageMs: 10_000,
};
