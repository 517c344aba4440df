import { randomUUID } from "node:crypto";
import { freshDatabase } from "@annex/testing";
import { PgBoss } from "pg-boss";
import { expect, test } from "vitest";
import { giveBack } from "./give-back.ts";

test("a deployment that worker after worker dies at, and that each new worker finds, has one job", async () => {
  const fresh = await freshDatabase();
  const boss = new PgBoss({
    connectionString: fresh.operatorUrl,
    migrate: false,
    createSchema: false,
    supervise: false,
  });
  await boss.start();
  const deploymentId = randomUUID();
  const data = { tenantId: randomUUID(), functionId: randomUUID(), deploymentId };
  const job = { queue: "deploy", data, key: deploymentId } as const;
  await boss.send("deploy", data, { singletonKey: deploymentId });
  const other = { ...data, deploymentId: randomUUID() };
  await boss.send("deploy", other, { singletonKey: other.deploymentId });
  const unfinished = async () => {
    const jobs = await boss.findJobs("deploy", { key: deploymentId });
    return jobs.filter(({ state }) => state !== "completed").map(({ state }) => state);
  };

  expect(await giveBack(boss, job)).toBe(false);
  expect(await unfinished()).toEqual(["created"]);
  for (const _ of Array.from({ length: 5 })) {
    await boss.fetch("deploy", { batchSize: 2 }); // a worker takes it, and dies
    expect(await giveBack(boss, job)).toBe(true);
    expect(await giveBack(boss, job)).toBe(false);
    expect(await unfinished()).toEqual(["created"]);
  }
  expect(await boss.findJobs("deploy", { key: other.deploymentId })).toMatchObject([{ state: "active" }]);
  await boss.stop({ graceful: false });
  await fresh.dispose();
});
