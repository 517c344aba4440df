#!/usr/bin/env node
// Stand-in for Prisma's native schema-engine binary, which cannot be had from the npm registry: the same JSON-RPC over
// standard input and output, answered by Prisma's own engine compiled to WASM over node-postgres. For developers only:
// `npm start` and the tests apply migrations in process (src/migrate).
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { runDatabaseCommand } from "./database-command.mjs";
import { loadEngine } from "./wasm-engine.mjs";

const args = process.argv.slice(2);
const option = (name) => args.flatMap((arg, index) => (arg === name ? [args[index + 1]] : []));

if (args.includes("--version") || args.includes("-V")) {
  process.stdout.write("schema-engine-cli 0edf323efd1d98336f3f0a68684b56f689b900d3 (wasm)\n");
  process.exit(0);
}

const datasource = JSON.parse(option("--datasource")[0] ?? "{}");
const command = args[args.indexOf("cli") + 1];
if (args.includes("cli")) process.exit(await runDatabaseCommand(command, datasource.url));

const datamodels = option("--datamodels").map((file) => [file, readFileSync(file, "utf8")]);
const engine = loadEngine(datasource, datamodels);
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

/** `diff` prints its script through a call back to the client. */
function forwardOutput(method, result) {
  if (method !== "diff" || result?.stdout == null) return result ?? {};
  send({ id: 1_000_000, method: "print", params: { content: result.stdout } });
  return { exitCode: result.exitCode, stdout: null };
}

async function answer({ id, method, params }) {
  try {
    const loaded = await engine;
    const name = method === "getDatabaseVersion" ? "version" : method;
    if (typeof loaded[name] !== "function") throw new Error(`method not found ${method}`);
    send({ id, result: forwardOutput(method, await loaded[name](params)) });
  } catch (error) {
    const code = typeof error.code === "string" ? error.code : undefined;
    const data = {
      is_panic: false,
      message: error.message ?? String(error),
      meta: error.meta ?? null,
      error_code: code,
    };
    send({ id, error: { code: 4466, message: "An error happened. Check the data field for details.", data } });
  }
}

let chain = Promise.resolve();
const input = createInterface({ input: process.stdin });
input.on("line", (line) => {
  const message = line.trim() ? JSON.parse(line) : {};
  if (message.method) chain = chain.then(() => answer(message));
});
input.on("close", () => chain.then(() => process.exit(0)));
