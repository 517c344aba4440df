import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../testing/free-port.ts";
import { keepEmbeddedPostgres } from "./keep-embedded-postgres.ts";

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("a PostgreSQL that is killed is there again with what it had acknowledged, until it is stopped", async () => {
  const folder = path.join(tmpdir(), `annex-kept-${randomBytes(6).toString("hex")}`);
  mkdirSync(folder, { mode: 0o755 });
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const ends: string[] = [];
  const postgres = await keepEmbeddedPostgres(
    { dataDir: path.join(folder, "cluster"), port: await freePort(), password: randomBytes(12).toString("hex") },
    (lines) => ends.push(lines),
  );
  onTestFinished(() => postgres.stop());
  await query(postgres.url("postgres"), "create table kept as select 1 as one");

  const first = postgres.pid();
  process.kill(first, "SIGKILL");
  await expect.poll(() => postgres.pid(), { timeout: 20_000 }).not.toBe(first);

  expect(await query(postgres.url("postgres"), "select * from kept")).toEqual([{ one: 1 }]);
  expect(ends).toHaveLength(1);
  const second = postgres.pid();
  await postgres.stop();
  expect(isAlive(second)).toBe(false);
  expect(ends).toHaveLength(1);
});
