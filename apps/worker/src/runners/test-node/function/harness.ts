import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import { format } from "node:util";

/** Runs in the child process, beside the tenant's code: loads the handler as Lambda does and calls it once. */
const channel = 3;
const request = JSON.parse(readFileSync(0, "utf8"));

// synchronous: what was logged before a process.exit() must have arrived
const tell = (message: Record<string, unknown>) => writeSync(channel, `${JSON.stringify(message)}\n`);

const levels = { trace: "trace", debug: "debug", log: "info", info: "info", warn: "warn", error: "error" } as const;
for (const [method, level] of Object.entries(levels))
  Reflect.set(console, method, (...values: unknown[]) => void tell({ kind: "log", level, message: format(...values) }));

let startedAt = performance.now();

const mostCauses = 4;

/** An error's message with those of its causes: `fetch failed` alone helps nobody. */
function messageOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return format(error);
  const { message, cause } = error;
  return cause instanceof Error && depth < mostCauses ? `${message}: ${messageOf(cause, depth + 1)}` : message;
}

function tellError(error: unknown): never {
  const known = error instanceof Error;
  tell({
    kind: "error",
    type: known ? error.name : typeof error,
    message: messageOf(error),
    stack: known ? error.stack : undefined,
    durationMs: performance.now() - startedAt,
  });
  tell({ kind: "memory", mb: process.resourceUsage().maxRSS / 1024 });
  process.exit(0);
}
process.on("uncaughtException", tellError);
process.on("unhandledRejection", tellError);

function namedError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

async function loadHandler(): Promise<(event: unknown, context: unknown, callback: unknown) => unknown> {
  const { task, handler } = request;
  const dot = handler.lastIndexOf(".");
  const file = ["mjs", "js", "cjs"]
    .map((ending) => path.join(task, `${handler.slice(0, dot)}.${ending}`))
    .find(existsSync);
  if (!file) throw namedError("Runtime.ImportModuleError", `Cannot find module '${handler.slice(0, dot)}'`);
  const code = await import(file);
  const name = handler.slice(dot + 1);
  const found = code[name] ?? code.default?.[name];
  if (typeof found !== "function")
    throw namedError("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  return found;
}

function contextOf() {
  const { functionName, memoryMb, timeoutMs, correlationId } = request;
  return {
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:000000000000:function:${functionName}`,
    memoryLimitInMB: String(memoryMb),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "test",
    callbackWaitsForEmptyEventLoop: true,
    clientContext: { custom: { correlationId, dryRun: "true" }, Custom: { correlationId, dryRun: "true" } },
    getRemainingTimeInMillis: () => Math.max(0, timeoutMs - (performance.now() - startedAt)),
  };
}

async function run(): Promise<unknown> {
  const handler = await loadHandler();
  tell({ kind: "start" });
  startedAt = performance.now();
  return new Promise((done, fail) => {
    const callback = (error: unknown, result: unknown) => (error ? fail(error) : done(result));
    const returned = handler(request.event, contextOf(), callback);
    if (returned instanceof Promise) returned.then(done, fail);
    else if (handler.length < 3) done(returned);
  });
}

run().then((result) => {
  const durationMs = performance.now() - startedAt;
  const output = JSON.stringify(result) ?? "null";
  tell({ kind: "memory", mb: process.resourceUsage().maxRSS / 1024 });
  tell({ kind: "result", output, durationMs });
  process.exit(0);
}, tellError);
