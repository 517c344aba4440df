import { execFile, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { type AnnexClient, createClient } from "@annex/contract/client";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bind, type Platform, startPlatform } from "./start-platform.ts";
import { startTokenServer, type TokenServer } from "./start-token-server.ts";

let platform: Platform;
let client: AnnexClient;
let tokens: TokenServer;
const fields = { "invoice.number": "R-1", "invoice.total": 21 };

beforeAll(async () => {
  platform = await startPlatform();
  const mapping = {
    parameters: [{ name: "total", source: { kind: "field" as const, path: "invoice.total" } }],
    outputs: [{ field: "invoice.riskScore", source: { kind: "result" as const, path: "score" } }],
  };
  const code = "export const handler = async ({ total }) => ({ score: total * 2 });";
  const { functionId } = await platform.acme.deploy({
    name: "double",
    code,
    extensionPointKey: "invoice.submitted",
    mapping,
  });
  await bind(platform, platform.acme, "invoice.submitted", functionId);
  tokens = await startTokenServer(platform);
  client = createClient(tokens.options);
});
afterAll(async () => {
  await tokens.close();
  await platform.close();
});

test("a call is one line: it runs what is bound and answers the fields to set, with one token for many", async () => {
  const answers = await Promise.all([1, 2, 3].map(() => client.runExtensionPoint("invoice.submitted", fields)));
  expect(answers.map((answer) => answer.fields)).toEqual(answers.map(() => ({ "invoice.riskScore": 42 })));
  expect((await client.runFunction("double", fields, { correlationId: "order-4711" })).correlationId).toBe(
    "order-4711",
  );
  expect(tokens.given()).toBe(1);
});

test("an accepted call can be looked after until it has its outcome", async () => {
  const { invocations } = await client.acceptFunction("double", fields);
  const id = invocations[0]?.invocationId ?? "";
  await vi.waitFor(async () => expect((await client.getInvocation(id)).state).toBe("done"), { timeout: 10_000 });
  expect((await client.getInvocation(id)).result?.fields).toEqual({ "invoice.riskScore": 42 });
});

test("what the platform refuses is thrown with its code, its text and the wrong fields", async () => {
  await expect(client.runFunction("nobodys", fields)).rejects.toMatchObject({ code: "not_found", status: 404 });
  await expect(client.runFunction("double", {})).rejects.toMatchObject({
    code: "invalid_request",
    errors: [{ path: "fields.invoice.number" }],
  });
  const wrong = createClient({ ...tokens.options, clientSecret: "wrong" });
  await expect(wrong.runFunction("double", fields)).rejects.toMatchObject({ code: "unauthenticated" });
  const nowhere = createClient({ ...tokens.options, url: "http://127.0.0.1:1" });
  await expect(nowhere.runFunction("double", fields)).rejects.toMatchObject({ code: "unavailable" });
});

const readme = readFileSync(path.join(import.meta.dirname, "../../../README.md"), "utf8");
const run = promisify(execFile);

describe("the README's lines work as they stand there:", () => {
  test("TypeScript, five lines to the first call and three to a stream", async () => {
    const code = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block]) => block).join("\n");
    expect(code).toContain("@annex/contract/client");
    const streams = `export const handler = awslambda.streamifyResponse(async (_, out) => {
      out.write("It is "); out.end("paid.");
    });`;
    await platform.acme.deploy({ name: "summarise-invoice", code: streams });
    const file = path.join(import.meta.dirname, `../node_modules/annex-readme-${process.pid}.mjs`);
    writeFileSync(file, code);
    try {
      const { url, tokenUrl, clientId, clientSecret } = tokens.options;
      const own = { ANNEX_URL: url, ANNEX_TOKEN_URL: tokenUrl, ANNEX_CLIENT_ID: clientId };
      const env = { PATH: process.env.PATH, ...own, ANNEX_CLIENT_SECRET: clientSecret };
      const { stdout } = await run(process.execPath, [file], { env });
      expect(stdout).toContain("'invoice.riskScore': 2400");
      expect(stdout).toContain("It is paid.");
    } finally {
      rmSync(file);
    }
  });

  const hasCurl = spawnSync("curl", ["--version"]).status === 0;
  test.skipIf(!hasCurl)("curl, from the token to the fields to set", async () => {
    const [, block = ""] = /## Call it\s+```sh\n([\s\S]*?)```/.exec(readme) ?? [];
    const { url, tokenUrl, clientId, clientSecret } = tokens.options;
    const pasted = block
      .split("\n")
      .filter((line) => !line.startsWith("node -p")) // tells the demo's client: this platform has its own
      .join("\n")
      .replaceAll("CLIENT_ID:CLIENT_SECRET", `${clientId}:${clientSecret}`)
      .replaceAll("http://127.0.0.1:3002/token", tokenUrl)
      .replaceAll("http://127.0.0.1:3001", url);
    const { stdout } = await run("bash", ["-euo", "pipefail", "-c", pasted]);
    expect(JSON.parse(stdout)).toMatchObject({ status: "success", fields: { "invoice.riskScore": 2400 } });
  });
});
