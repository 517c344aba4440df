import { setTimeout as delay } from "node:timers/promises";
import { dataPlaneRoutes } from "@annex/contract";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { functionName } from "./make-content.ts";
import { tokenSource } from "./send-invocations.ts";
import { type ChaosPlatform, startPlatform } from "./start-platform.ts";

let platform: ChaosPlatform;
beforeAll(async () => {
  platform = await startPlatform({ RECOVER_AFTER_MS: "3000" });
}, 300_000);
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
  const recovered = () => db.operator.invocation.findMany({ where: { caller: "system:recovery" } });
  // whether a function is at its work nobody tells from outside: the longer the pause, the surer it is
  for (let round = 1; round <= 6 && (await recovered()).length === 0; round += 1) {
    const answers = [`${round}-slow`, `${round}-slow`].map(call);
    await delay(round * 600);
    await processes["data plane"]?.kill();
    expect(await Promise.all(answers)).toEqual(["lost", "lost"]);
    await vi
      .waitFor(async () => expect((await recovered()).length).toBe(2), { timeout: 25_000, interval: 200 })
      .catch(() => undefined);
    await vi.waitFor(async () => expect((await fetch(`${dataPlaneUrls[0]}/health`)).status).toBe(200), 60_000);
  }
  const rows = await recovered();
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row).toMatchObject({ functionName, outcome: "success", releaseNumber: 1 });
    expect(row.functionMs).toBeGreaterThan(0);
    expect(row.maxMemoryMb).toBeGreaterThan(0);
    expect(row.costPicoUsd).toBeGreaterThan(0n);
  }
  expect(new Set(rows.map(({ requestId }) => requestId)).size).toBe(rows.length);
  expect(await db.operator.invocation.count()).toBe(rows.length + 1); // the one that was answered has its own
  const where = { requestId: rows[0]?.requestId ?? "" };
  const lines = await db.operator.logLine.findMany({ where });
  expect(lines.length).toBeGreaterThan(2);
  for (const { correlationId, releaseNumber } of lines)
    expect([correlationId, releaseNumber]).toEqual([rows[0]?.correlationId, 1]);
}, 300_000);
