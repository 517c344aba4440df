import type { TestAnswer, TestRequest } from "../../test-request.ts";

type Stop = "timeout" | "out_of_memory" | "init_timeout";
type Log = TestAnswer["logs"][number];

const maxLogLines = 1000;
const maxLogBytes = 256 * 1024;
const maxOutputBytes = 6 * 1024 * 1024;
const levels = new Set(["trace", "debug", "info", "warn", "error", "fatal"]);

/** What is known of one run; filled while it runs, made into an answer when the child has ended. */
export interface Report {
  startedAt: number | undefined;
  maxMemoryMb: number;
  sawMemory(mb: number): void;
  stop(reason: Stop): void;
  log(level: Log["level"], message: string): void;
  /** A line of the harness: what it has started, logged, returned or thrown. */
  message(line: string): void;
  answer(code: number | null, signal: NodeJS.Signals | null): TestAnswer;
}

type Outcome = Pick<TestAnswer, "status" | "output" | "error">;

function failed(type: string, message: string, stack: string[] = []): Outcome {
  return { status: "function_error", error: { type, message, stack } };
}

/** Lines of the tenant's own code, with its own paths: not of the harness, of Node.js or of a package. */
function ownLines(stack: unknown, task: string): string[] {
  if (typeof stack !== "string") return [];
  return stack
    .split("\n")
    .filter((line) => line.includes(task) && !line.includes("node_modules") && !line.includes("/.annex/"))
    .map((line) => line.replaceAll(`file://${task}/`, "").replaceAll(`${task}/`, "").trim());
}

export function createReport(request: TestRequest, task: string): Report {
  const logs: Log[] = [];
  let logBytes = 0;
  let stopped: Stop | undefined;
  let outcome: Outcome | undefined;
  let durationMs: number | undefined;

  const read = (line: string) => {
    const said = JSON.parse(line);
    if (said.kind === "start") report.startedAt = performance.now();
    if (said.kind === "log" && levels.has(said.level)) report.log(said.level, String(said.message));
    if (said.kind === "memory") report.sawMemory(Number(said.mb));
    if (said.kind === "error") outcome = failed(String(said.type), String(said.message), ownLines(said.stack, task));
    if (said.kind === "result") outcome = { status: "success", output: JSON.parse(said.output) };
    if (said.kind === "result" && Buffer.byteLength(said.output) > maxOutputBytes)
      outcome = failed("Function.ResponseSizeTooLarge", "The result has more than 6 MB.");
    if (said.kind === "result" || said.kind === "error") durationMs = Number(said.durationMs);
  };

  const whyEnded = (code: number | null, signal: NodeJS.Signals | null): Outcome => {
    const seconds = (request.timeoutMs / 1000).toFixed(2);
    const memory = `It took more than ${request.memoryMb} MB of memory. Give it more memory, or hold less at once.`;
    if (stopped === "timeout")
      return { ...failed("Sandbox.Timedout", `Task timed out after ${seconds} seconds`), status: "timeout" };
    if (stopped === "init_timeout")
      return { ...failed("Sandbox.Timedout", "The code did not load within 10 seconds"), status: "timeout" };
    const heap = logs.some(({ message }) => message.includes("JavaScript heap out of memory"));
    if (stopped === "out_of_memory" || heap || signal === "SIGKILL")
      return { ...failed("Runtime.OutOfMemory", memory), status: "out_of_memory" };
    if (outcome) return outcome;
    const how = signal ? `signal: ${signal}` : code === 0 ? "without providing a reason" : `error: exit status ${code}`;
    return failed("Runtime.ExitError", `The function ended its own process (${how}). Return a result instead.`);
  };

  const report: Report = {
    startedAt: undefined,
    maxMemoryMb: 0,
    sawMemory(mb) {
      report.maxMemoryMb = Math.max(report.maxMemoryMb, mb);
    },
    stop(reason) {
      stopped ??= reason;
    },
    log(level, message) {
      if (logs.length > maxLogLines || logBytes > maxLogBytes) return;
      logBytes += message.length;
      const full = logs.length === maxLogLines || logBytes > maxLogBytes;
      const text = full ? "There is more; a test shows the first thousand lines." : message;
      logs.push({ at: new Date().toISOString(), level, message: text });
    },
    message(line) {
      try {
        read(line);
      } catch {
        // the tenant's code wrote to our channel: it spoils only its own test
      }
    },
    answer(code, signal) {
      const runningMs = report.startedAt === undefined ? 0 : performance.now() - report.startedAt;
      const ended = whyEnded(code, signal);
      return { ...ended, logs, durationMs: durationMs ?? runningMs, maxMemoryMb: Math.round(report.maxMemoryMb) };
    },
  };
  return report;
}
