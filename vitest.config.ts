import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts', 'suites/**/*.test.ts', 'scripts/**/*.test.ts'] } },
      {
        test: {
          name: 'e2e',
          include: ['test/**/*.test.ts'],
          globalSetup: ['test/obtain-programs.ts'],
          testTimeout: 300_000,
          hookTimeout: 1_800_000,
          // Each file runs whole environments on two cores: one at a time.
          fileParallelism: false,
        },
      },
    ],
  },
});
