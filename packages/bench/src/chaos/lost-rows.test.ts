import { dataPlaneRoutes } from "@annex/contract";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { functionName } from "./make-content.ts";
import { tokenSource } from "./send-invocations.ts";
import { type ChaosPlatform, startPlatform } from "./start-platform.ts";

let platform: ChaosPlatform;
beforeAll(async () => {
  platform = await startPlatform({ RECOVER_AFTER_MS: "3000" });
}, 120_000);
afterAll(() => platform.close());

test("an invocation whose data plane is killed with -9 while the function runs has its row, with time, memory and cost, once", async () => {
  const { db, dataPlaneUrls, processes } = platform;
  const token = await tokenSource(platform)();
  const call = (number: string) =>
    fetch(`${dataPlaneUrls[0]}${dataPlaneRoutes.functionInvocations(functionName)}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ fields: { "invoice.number": number } }),
    }).then(
      ({ status }) => status,
      () => "lost",
    );
  expect(await call("warm")).toBe(200);
  const answers = ["1-slow", "2-slow"].map(call);
  await vi.waitFor(
    async () => {
      const where = { message: { startsWith: "START" } }; // both are with the function, which takes four seconds
      expect(await db.operator.logLine.count({ where })).toBe(3);
    },
    { timeout: 60_000, interval: 50 },
  );
  await processes["data plane"]?.kill();
  expect(await Promise.all(answers)).toEqual(["lost", "lost"]);
  const rows = await vi.waitFor(
    async () => {
      const found = await db.operator.invocation.findMany({ where: { caller: "system:recovery" } });
      expect(found).toHaveLength(2);
      return found;
    },
    { timeout: 60_000, interval: 200 },
  );
  for (const row of rows) {
    expect(row).toMatchObject({ functionName, outcome: "success", releaseNumber: 1 });
    expect(row.functionMs).toBeGreaterThan(0);
    expect(row.maxMemoryMb).toBeGreaterThan(0);
    expect(row.costPicoUsd).toBeGreaterThan(0n);
  }
  expect(await db.operator.invocation.count()).toBe(3); // the one that was answered has its own
  const where = { requestId: rows[0]?.requestId ?? "" };
  const lines = await db.operator.logLine.findMany({ where });
  expect(lines.length).toBeGreaterThan(2);
  for (const { correlationId, releaseNumber } of lines)
    expect([correlationId, releaseNumber]).toEqual([rows[0]?.correlationId, 1]);
}, 120_000);
