/** What every test needs; `jest.peers.config.mjs` adds which tests speak with other people's software. */
export const shared = {
  testEnvironment: 'node',
  testTimeout: 30_000,
  // Half of the tests wait for processes that they started: as many workers as cores, not one less.
  maxWorkers: '100%',
  // Jest keeps what each file of ES modules has loaded, up to a gigabyte in each worker.
  workerIdleMemoryLimit: '500MB',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/scripts/jest-esbuild.mjs' },
  modulePathIgnorePatterns: ['<rootDir>/build/'],
};

export default {
  ...shared,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/peers/'],
};
