import { defineConfig } from 'vitest/config';

const sources = '{apps,packages,infra,scripts}/**';
const never = ['**/node_modules/**', '**/.next/**'];

/** Tests with servers of their own start few at a time: two cores are enough for the servers of two files. */
const withServers = { testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 2 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${sources}/*.test.{ts,tsx}`, 'test/{contract,chaos}/**/*.test.ts'],
          exclude: [...never, '**/*.integration.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: [`${sources}/*.integration.test.ts`],
          exclude: never,
          ...withServers,
        },
      },
      {
        test: { name: 'system', include: ['test/system/**/*.test.ts'], ...withServers, testTimeout: 120_000 },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...withServers,
          testTimeout: 120_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
