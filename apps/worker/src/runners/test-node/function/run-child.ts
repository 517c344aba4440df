import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import type { TestAnswer, TestRequest } from "../../test-request.ts";
import { createReport, type Report } from "./report.ts";

interface ChildCommand {
  readonly task: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** As Lambda: the code outside of the handler has ten seconds to load. */
const initMs = 10_000;
const watchMs = 20;

function childEnvironment({ environment, functionName, memoryMb }: TestRequest, task: string): NodeJS.ProcessEnv {
  const { ANNEX_EGRESS_ALLOW: _, AWS_LAMBDA_RUNTIME_API: __, _HANDLER: ___, ...inherited } = process.env;
  return {
    ...inherited,
    ...environment,
    LAMBDA_TASK_ROOT: task,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  };
}

function residentMb(pid: number): number {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(found?.[1] ?? 0) / 1024;
  } catch {
    return 0; // it has just ended
  }
}

/** Ends the child when it takes too much memory or time, and says why. */
function watch(child: ChildProcess, request: TestRequest, report: Report): () => void {
  const started = performance.now();
  const timer = setInterval(() => {
    report.sawMemory(child.pid === undefined ? 0 : residentMb(child.pid));
    const running = report.startedAt === undefined ? undefined : performance.now() - report.startedAt;
    if (report.maxMemoryMb > request.memoryMb) report.stop("out_of_memory");
    else if (running !== undefined && running >= request.timeoutMs) report.stop("timeout");
    else if (running === undefined && performance.now() - started >= initMs) report.stop("init_timeout");
    else return;
    child.kill("SIGKILL");
  }, watchMs);
  return () => clearInterval(timer);
}

function readLines(stream: Readable | Writable | null | undefined, onLine: (line: string) => void): void {
  if (!stream || !("setEncoding" in stream)) return;
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
  stream.on("end", () => rest !== "" && onLine(rest));
}

/** Runs the harness once and tells what came of it. Never throws for anything that the tenant's code does. */
export function runChild(request: TestRequest, { task, command, args }: ChildCommand): Promise<TestAnswer> {
  const report = createReport(request, task);
  const child = spawn(command, args, {
    cwd: task,
    env: childEnvironment(request, task),
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  const [stdin, stdout, stderr, channel] = child.stdio;
  stdin?.on("error", () => undefined); // it may end before it has read the event
  const { handler, event, functionName, memoryMb, timeoutMs, correlationId } = request;
  stdin?.end(JSON.stringify({ task, handler, event, functionName, memoryMb, timeoutMs, correlationId }));
  readLines(stdout, (line) => report.log("info", line));
  readLines(stderr, (line) => report.log("error", line));
  readLines(channel, (line) => report.message(line));
  const unwatch = watch(child, request, report);
  return new Promise((done) => {
    child.once("error", (error) => report.log("error", error.message));
    child.once("close", (code, signal) => {
      unwatch();
      done(report.answer(code, signal));
    });
  });
}
