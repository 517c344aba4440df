import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateFunctionCommand,
  InvokeCommand,
  ListFunctionsCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until, untilActive, zipOf } from "./fixture.ts";
import { type EngineProcess, startProcess } from "./process-fixture.ts";

/** The runtimes' libraries are copied into the folder: room for them and a little more. */
const bytes = 48 << 20;
const dataDir = mkdtempSync(path.join(tmpdir(), "annex-full-"));
let engine: EngineProcess | undefined;
let isMounted = false;

function mount(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "annex-full", dataDir], { stdio: "ignore" });
    return true;
  } catch {
    return false; // a container that may not mount
  }
}

beforeAll(async () => {
  isMounted = mount();
  if (isMounted) engine = await startProcess(dataDir);
});
afterAll(async () => {
  await engine?.end("SIGKILL");
  if (isMounted) execFileSync("umount", ["-l", dataDir]);
  rmSync(dataDir, { recursive: true, force: true });
});

const filler = path.join(dataDir, "filler");
const hold = (size: number) => writeFileSync(filler, Buffer.alloc(size));
const free = () => statfsSync(dataDir).bavail * statfsSync(dataDir).bsize;

/** Leaves the disk without a single block. */
function fillUp(): void {
  hold(0);
  for (let size = free(); size > 0; size -= 4096) {
    try {
      hold(size);
      return;
    } catch {
      // a block that somebody else took
    }
  }
}

const code = (answer: string) =>
  zipOf({ "index.js": `exports.handler = async () => { console.log("line"); return "${answer}"; };` });
const diskFull = {
  name: "ServiceException",
  message: expect.stringContaining("The engine's disk is full: nothing was changed"),
};

test("a full disk refuses in clear words, writes nothing by half, and all goes on when there is room", async (context) => {
  if (!engine) return context.skip("only root mounts a small disk");
  const running = engine;
  const client = running.lambda();
  const create = async (FunctionName: string) => {
    const settings = { Role: running.role, Runtime: "nodejs24.x", Handler: "index.handler" } as const;
    await client.send(new CreateFunctionCommand({ FunctionName, ...settings, Code: { ZipFile: await code("old") } }));
  };
  const invoke = async (FunctionName: string) =>
    (await client.send(new InvokeCommand({ FunctionName }))).Payload?.transformToString();
  const names = async () =>
    ((await client.send(new ListFunctionsCommand({}))).Functions ?? []).map(({ FunctionName }) => FunctionName);

  await create("annex-first");
  await untilActive(client, "annex-first");
  expect(await invoke("annex-first")).toBe('"old"');

  fillUp();
  await expect(create("annex-second")).rejects.toMatchObject(diskFull);
  const ZipFile = await code("new");
  const update = () => client.send(new UpdateFunctionCodeCommand({ FunctionName: "annex-first", ZipFile }));
  await expect(update()).rejects.toMatchObject(diskFull);
  const event = () => client.send(new InvokeCommand({ FunctionName: "annex-first", InvocationType: "Event" }));
  // Small writes may still find room in a file that is there already; some time there is none.
  const refused = await until(
    () =>
      event().then(
        () => undefined,
        (error: unknown) => error,
      ),
    (error) => error !== undefined,
  );
  expect(refused).toMatchObject(diskFull);
  expect(await names()).toEqual(["annex-first"]);
  expect(await invoke("annex-first")).toBe('"old"');
  expect(readdirSync(path.join(dataDir, "code")).filter((name) => name.includes(".new"))).toEqual([]);

  rmSync(filler);
  await create("annex-second");
  await untilActive(client, "annex-second");
  await update();
  await untilActive(client, "annex-first");
  expect(await invoke("annex-first")).toBe('"new"');
  const lines = () =>
    running
      .logs()
      .send(new FilterLogEventsCommand({ logGroupName: "/aws/lambda/annex-first", filterPattern: "REPORT" }));
  await until(lines, ({ events = [] }) => events.length >= 3);

  await running.end("SIGKILL");
  engine = await startProcess(dataDir);
  await untilActive(engine.lambda(), "annex-second");
  const { Payload } = await engine.lambda().send(new InvokeCommand({ FunctionName: "annex-second" }));
  expect(Payload?.transformToString()).toBe('"old"');
  expect(existsSync(path.join(dataDir, "engine.db"))).toBe(true);
}, 180_000);
