/** Jest runs the TypeScript sources as ES modules; SWC strips the types, `npm run check` checks them. */
export default {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  testEnvironment: '<rootDir>/test/support/jest-environment.js',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // `npm run test:all` adds what needs a browser, the simulated vendors line by line, and what takes long.
  testPathIgnorePatterns: process.env.HYOBAN_ALL_TESTS
    ? []
    : ['test/browser/', 'test/integration/simulator-', 'test/integration/replay-command', 'test/faults/webhooks'].map(
        (path) => `<rootDir>/${path}`,
      ),
  testTimeout: 30_000,
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1GB',
};
