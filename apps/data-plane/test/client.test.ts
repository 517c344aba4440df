import { execFile } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { type AnnexClient, createClient } from "@annex/contract/client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
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

test("the README's lines work as they stand there", async () => {
  const readme = readFileSync(path.join(import.meta.dirname, "../../../README.md"), "utf8");
  const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  expect(code).toContain("@annex/contract/client");
  const file = path.join(import.meta.dirname, `../node_modules/annex-readme-${process.pid}.mjs`);
  writeFileSync(file, code);
  try {
    const env = {
      PATH: process.env.PATH,
      ANNEX_URL: tokens.options.url,
      ANNEX_TOKEN_URL: tokens.options.tokenUrl,
      ANNEX_CLIENT_ID: tokens.options.clientId,
      ANNEX_CLIENT_SECRET: tokens.options.clientSecret,
    };
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env });
    expect(stdout).toContain("'invoice.riskScore': 2400");
  } finally {
    rmSync(file);
  }
});
