import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningEngine, startEngine, zipOf } from "./fixture.ts";

const run = promisify(execFile);
const scripts = path.join(import.meta.dirname, "older-clients");
const cli = "/usr/bin/aws";
const python = "/usr/bin/python3";
const hasBoto3 = existsSync(python) && existsSync("/usr/lib/python3/dist-packages/boto3");
let engine: RunningEngine;
let folder: string;

beforeAll(async () => {
  engine = await startEngine();
  folder = mkdtempSync(path.join(tmpdir(), "annex-clients-"));
  const handler = "exports.handler = async ({ who }) => ({ hello: who });";
  writeFileSync(path.join(folder, "code.zip"), await zipOf({ "index.js": handler }));
  writeFileSync(path.join(folder, "new.zip"), await zipOf({ "index.js": 'exports.handler = async () => "new";' }));
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The environment of somebody who knows nothing but keys, region and URL. */
function environment() {
  const { accessKeyId, secretAccessKey } = engine.keyOf("admin");
  return {
    PATH: "/usr/bin:/bin",
    HOME: folder,
    AWS: cli,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: engine.config.region,
    AWS_MAX_ATTEMPTS: "1",
    AWS_PAGER: "",
    URL: engine.url,
    ROLE: engine.role,
    ZIP: path.join(folder, "code.zip"),
    NEW_ZIP: path.join(folder, "new.zip"),
  };
}

const countOk = (stdout: string) => stdout.split("\n").filter((line) => line.startsWith("ok ")).length;
const long = 400_000; // Python starts twenty times, on a machine that may be busy

test.skipIf(!existsSync(cli))(
  "Debian's AWS CLI leads a function through its life (sudo apt-get install awscli)",
  async () => {
    const { stdout } = await run("/bin/sh", [path.join(scripts, "aws-cli.sh")], { env: environment() });
    expect(countOk(stdout), stdout).toBe(11);
  },
  long,
);

test.skipIf(!hasBoto3)(
  "Debian's boto3 does so, too (sudo apt-get install python3-boto3)",
  async () => {
    const { stdout } = await run(python, [path.join(scripts, "boto3_script.py")], { env: environment() });
    expect(countOk(stdout), stdout).toBe(14);
  },
  long,
);
