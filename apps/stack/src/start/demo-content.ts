import { setTimeout as delay } from "node:timers/promises";
import type { Stack } from "@annex/contract";
import { makeDemo } from "@annex/control-plane/demo";
import type { Cell, Db } from "@annex/db";
import { dim, PlainError, say, step } from "../terminal.ts";
import { type DemoUrls, makeDemoCalls } from "./demo-calls.ts";
import { type Secrets, saveSecrets } from "./secrets.ts";

export type DemoAccess = Pick<Stack, "users" | "apiClients">;

interface DemoOptions {
  readonly db: Db;
  readonly appUrl: string;
  readonly stateDir: string;
  readonly secrets: Secrets;
  readonly cell: Cell;
  readonly urls: DemoUrls;
}

const deployedWithinMs = 180_000;

/** Waits until no deployment is under way. */
async function untilDeployed(db: Db): Promise<void> {
  const running = ["queued", "building", "publishing", "shifting"] as const;
  const deadline = Date.now() + deployedWithinMs;
  while ((await db.operator.deployment.count({ where: { state: { in: [...running] } } })) > 0) {
    if (Date.now() > deadline)
      throw new PlainError("The demo functions were not deployed in three minutes; see the worker's log.");
    await delay(100);
  }
}

/** Makes the demo tenants, users and functions at first start; later starts only tell how to sign in. */
export async function makeDemoContent(options: DemoOptions): Promise<DemoAccess> {
  const { db, appUrl, stateDir, secrets, cell, urls } = options;
  if (secrets.demo) return secrets.demo;
  const access = await step("Making the demo tenants and deploying their functions", async () => {
    const demo = await makeDemo({ db, appUrl, masterKey: secrets.masterKey, cell });
    await untilDeployed(db);
    saveSecrets(stateDir, { ...secrets, demo });
    return demo;
  });
  try {
    await makeDemoCalls(access, urls);
  } catch (error) {
    say(dim(`  The demo product's first calls failed: ${error instanceof Error ? error.message : error}`));
  }
  return access;
}
