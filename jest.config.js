import { availableParallelism } from 'node:os';

/** What needs a browser, kills processes, is about the simulated vendors line by line, or takes long, and is not the story. */
const onlyInTestAll = [
  'browser/',
  'faults/webhooks',
  'integration/(simulator|sdk)-',
  'integration/(commands|crash-points|late-apology|resets|local-(start|worker)|replay-command|restart|security-logs|sweep-orphans|temporal-away|worker-killed)',
];

/** Jest runs the TypeScript sources as ES modules; SWC strips the types, `npm run check` checks them. */
export default {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  testEnvironment: '<rootDir>/test/support/jest-environment.js',
  setupFilesAfterEnv: ['<rootDir>/test/support/second-try.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: process.env.HYOBAN_ALL_TESTS ? [] : onlyInTestAll.map((path) => `<rootDir>/test/${path}`),
  testTimeout: 30_000,
  // One more than cores: many tests wait for other processes, and some in real time.
  maxWorkers: availableParallelism() + 1,
  workerIdleMemoryLimit: '1GB',
};
