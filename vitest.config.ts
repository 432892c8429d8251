import { defineConfig } from 'vitest/config';

const project = (name: string, overrides: object = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], environment: 'node', ...overrides },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', { testTimeout: 30_000 }),
      project('emulators', { testTimeout: 30_000 }),
      project('contract', { testTimeout: 30_000 }),
      project('integration', { testTimeout: 60_000, hookTimeout: 60_000 }),
      project('faults', { testTimeout: 6 * 3_600_000, hookTimeout: 60_000, fileParallelism: false }),
      project('browser', { testTimeout: 120_000, hookTimeout: 60_000, fileParallelism: false }),
    ],
  },
});
