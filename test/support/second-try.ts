import { jest } from '@jest/globals';

// Budgets of the bot and patience of the browser are real time, which a busy machine of a CI service takes away now and
// then; `.ci/run` names every test that needed its second try. At a desk a test that fails has failed.
if (process.env.CI) jest.retryTimes(1, { logErrorsBeforeRetry: true });
