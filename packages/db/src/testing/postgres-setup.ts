import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { migrate, startEmbeddedPostgres } from "../index.ts";
import { freePort } from "./free-port.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Owner's URL of the migrated template database. */
    readonly templateUrl: string;
  }
}

export const rolePasswords = { appPassword: "app", operatorPassword: "operator" };

/** Vitest's global setup: one real PostgreSQL for the whole run, with a migrated database to copy from. */
export default async function setup(project: TestProject) {
  const folder = path.join(tmpdir(), `annex-test-${randomBytes(6).toString("hex")}`);
  mkdirSync(folder, { mode: 0o755 });
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(folder, "cluster"),
    port: await freePort(),
    password: randomBytes(12).toString("hex"),
    durable: false,
  });
  const ownerUrl = postgres.url("annex_template");
  await migrate({ ownerUrl, ...rolePasswords });
  project.provide("templateUrl", ownerUrl);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
