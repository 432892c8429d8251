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
      // They mostly wait: for wire time, and for each other's processes.
      project('integration', { testTimeout: 120_000, hookTimeout: 60_000, maxWorkers: 4, sequence: { groupOrder: 1 } }),
      project('faults', {
        testTimeout: 6 * 3_600_000,
        hookTimeout: 60_000,
        maxWorkers: 2,
        sequence: { groupOrder: 2 },
        maxConcurrency: 20,
      }),
      project('browser', { testTimeout: 120_000, hookTimeout: 60_000, fileParallelism: false }),
    ],
  },
});
