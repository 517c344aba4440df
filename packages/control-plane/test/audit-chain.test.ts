import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { migrate } from "@annex/db";
import { type FreshDatabase, freshDatabase } from "@annex/db/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { verifyAudit } from "../src/index.ts";
import { asOwner } from "./start-control-plane.ts";

const program = path.join(import.meta.dirname, "append-audit.ts");
const eachWrites = 140;
let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.dispose());

interface Writer {
  readonly process: ChildProcess;
  /** The events that it was told are committed. */
  readonly committed: string[];
}

function startWriter(name: string): Writer {
  const args = ["--no-warnings", program, fresh.operatorUrl, name, String(eachWrites)];
  const process = spawn(globalThis.process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const committed: string[] = [];
  if (process.stdout) createInterface(process.stdout).on("line", (line) => committed.push(line));
  return { process, committed };
}

/** What is written is certain once every older transaction of the whole server has ended. */
async function untilSealed(): Promise<void> {
  const isSealed = async () => expect(await verifyAudit(fresh.db.operator)).toMatchObject({ waiting: 0 });
  await vi.waitFor(isSealed, { timeout: 120_000, interval: 100 });
}

test("many processes write and seal at once, one is killed: what was committed is in the chain once, and it holds", async () => {
  const others = ["ada", "bea", "cleo", "dan"].map(startWriter);
  const killed = startWriter("mia");
  const writers = [killed, ...others];
  await vi.waitFor(() => expect(killed.committed.length).toBeGreaterThan(20), { timeout: 120_000 });
  const ends = writers.map(({ process }) => once(process, "close"));
  killed.process.kill("SIGKILL");
  await Promise.all(ends);
  for (const { committed } of others) expect(committed).toHaveLength(eachWrites - eachWrites / 7);
  await untilSealed();
  const { operator } = fresh.db;
  const rows = await operator.auditEvent.findMany({ where: { action: "append" }, select: { target: true } });
  const written = rows.map(({ target }) => target);
  expect(new Set(written).size).toBe(written.length);
  expect(written).toEqual(expect.arrayContaining(writers.flatMap(({ committed }) => committed)));
  const inOrder = await operator.auditSeal.findMany({ orderBy: { position: "asc" } });
  expect(inOrder.map(({ position }) => Number(position))).toEqual(inOrder.map((_, index) => index + 1));
  expect(await verifyAudit(operator)).toMatchObject({ intact: true, sealed: written.length, broken: null });
}, 240_000);

test("a trail that was restored on a server whose transactions are counted from anew goes on and holds", async () => {
  await untilSealed();
  const owner = await asOwner(fresh.ownerUrl);
  await owner.run("UPDATE audit_events SET recorded_xid = (recorded_xid::text::bigint + 1000000000)::text::xid8");
  await owner.close();
  const passwords = { appPassword: "annex_app", operatorPassword: "annex_operator" };
  for (const url of [fresh.appUrl, fresh.operatorUrl]) {
    const { username, password } = new URL(url);
    Object.assign(passwords, username === "annex_app" ? { appPassword: password } : { operatorPassword: password });
  }
  await migrate({ ownerUrl: fresh.ownerUrl, ...passwords });
  const before = await fresh.db.operator.auditSeal.count();
  await fresh.db.operator.auditEvent.createMany({ data: [{ actor: "user:x", action: "after", target: "t:1" }] });
  await untilSealed();
  expect(await verifyAudit(fresh.db.operator)).toMatchObject({ intact: true, sealed: before + 1, broken: null });
}, 180_000);
