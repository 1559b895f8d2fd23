import { shared } from './jest.config.mjs';

export default { ...shared, testTimeout: 120_000, testMatch: ['<rootDir>/test/peers/**/*.test.ts'] };
