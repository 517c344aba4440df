import { expect, test } from "vitest";
import { runChaos } from "./run-chaos.ts";

test("kill -9 of data planes, worker, engine and PostgreSQL loses no accepted invocation and doubles no outcome", async () => {
  const report = await runChaos({ count: 300, atOnce: 8, killEveryMs: 700, killsOfEach: 1 });
  expect(report).toMatchObject({ sent: 300, lost: [], wrong: [], twice: [] });
  expect(Object.keys(report.kills).sort()).toEqual([
    "PostgreSQL",
    "data plane",
    "engine",
    "other data plane",
    "worker",
  ]);
}, 300_000);
