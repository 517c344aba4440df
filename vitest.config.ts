import { defineConfig } from "vitest/config";

export default defineConfig({
  // as in the portal's tsconfig.json
  resolve: { alias: [{ find: /^@\//, replacement: `${import.meta.dirname}/apps/portal/src/` }] },
  test: {
    include: ["{apps,packages}/*/{src,conformance,isolation,test}/**/*.test.{ts,tsx}"],
    globalSetup: ["packages/db/src/testing/postgres-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
  },
});
