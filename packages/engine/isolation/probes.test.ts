import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const fixtureModule = fileURLToPath(new URL("../src/execution/testing/execution-fixture.ts", import.meta.url));
const hostile = (name: string) => readFileSync(new URL(`./hostile/${name}`, import.meta.url), "utf8");
const sources = { python: hostile("probes.py"), node: hostile("probes.mjs") };
const nobody = 65_534;

let folder = "";
const servers: Server[] = [];
let port = 0;
const abstract = `annex-probe-${process.pid}`;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "annex-probes-"));
  chmodSync(folder, 0o777);
  writeFileSync(join(folder, "file"), "everybody may read this", { mode: 0o644 });
  const places = [{ port: 0, host: "::" }, { path: join(folder, "socket") }, { path: `\0${abstract}` }];
  for (const place of places) {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(place, resolve));
    servers.push(server);
  }
  chmodSync(join(folder, "socket"), 0o777);
  const address = servers[0]?.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const users = [
  { who: "an engine that is root", uid: 0 },
  { who: "an engine of an ordinary user", uid: nobody },
].filter(({ uid }) => uid === 0 || process.getuid?.() === 0);

/** An engine of its own in a process of its own, which holds a secret that nobody may find. */
describe.each(users)("$who", ({ uid }) => {
  it.each(["node", "python"] as const)("refuses every one of the probes in %s", async (language) => {
    const canary = `canary-${crypto.randomUUID()}`;
    const dataDir = join(folder, `data-${uid}-${language}`);
    const script = `const { startExecution } = await import(${JSON.stringify(fixtureModule)});
      const fixture = await startExecution({ dataDir: ${JSON.stringify(dataDir)} });
      const source = ${JSON.stringify(sources[language])};
      const spec = ${language === "node" ? "fixture.define(source)" : "fixture.definePython(source)"};
      const event = { ...${JSON.stringify({ canary, dataDir, abstract, port, file: join(folder, "file"), socket: join(folder, "socket"), addresses: addresses() })}, pid: process.pid };
      const answer = await fixture.run({ ...spec, timeoutMs: 30_000 }, event);
      console.log(JSON.stringify({ output: answer.output, alive: (await fixture.run(fixture.define("export const handler = async () => 'alive'"))).output }));
      await fixture.stop();`;
    const told = JSON.parse(await runAs(uid, script, canary));
    expect(z.object({ output: z.unknown(), alive: z.literal("alive") }).parse(told).output).toEqual({
      tried: expect.toSatisfy((count: number) => count > (language === "node" ? 30 : 80)),
      succeeded: [],
    });
  });
});

function addresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ scopeid }) => scopeid === undefined || scopeid === 0)
    .map(({ address }) => address);
}

function runAs(uid: number, script: string, canary: string): Promise<string> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: "/usr/bin:/bin", ANNEX_CANARY: canary },
    cwd: "/",
    ...(uid === 0 ? {} : { uid, gid: uid }),
  });
  return new Promise((resolve) => {
    let text = "";
    child.stdout.on("data", (bytes: Buffer) => {
      text += bytes;
    });
    child.on("close", () => resolve(text));
  });
}
