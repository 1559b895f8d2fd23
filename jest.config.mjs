const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/scripts/jest-esbuild.mjs' },
};

export default {
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: 'main',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/peers/'],
    },
    { ...shared, displayName: 'peers', testMatch: ['<rootDir>/test/peers/**/*.test.ts'] },
  ],
};
