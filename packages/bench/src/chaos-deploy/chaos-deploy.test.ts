import { expect, test } from "vitest";
import { chaosDeploy } from "./chaos-deploy.ts";

test("kill -9 of worker, engine and PostgreSQL at random moments: each deployment ends, what serves was active, nothing is orphaned", async () => {
  const size = { functions: 3, deployments: 6, longestPauseMs: 800, mostKills: 3, seed: 20_261_125 };
  const result = await chaosDeploy({ ...size, portal: false });
  expect(result).toMatchObject({ unended: [], servedWrongly: [], mismatched: [], orphans: [], answered: 3 });
  expect(Object.values(result.kills).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
}, 600_000);
