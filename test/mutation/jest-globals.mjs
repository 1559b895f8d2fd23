/** What `@jest/globals` is in a bundle of {@link file://./in-process-runner.mjs}. */
export { expect } from 'expect';
export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from 'jest-circus';
