import type { SandboxExit } from "../sandbox/sandbox.ts";
import { MAX_RESPONSE_BYTES, type RuntimeMessage } from "./runtime-messages.ts";

/** How one invocation ended, before it is measured and logged. */
export interface Outcome {
  readonly payload: Buffer;
  readonly functionError?: "Unhandled";
  /** Status and error type of the REPORT line; nothing for success. */
  readonly status?: "error" | "timeout";
  readonly errorType?: string;
}

export function succeeded(payload: Buffer): Outcome {
  return { payload };
}

/** An error that the runtime client reported: its JSON goes to the caller as it is, when it is JSON. */
export function failed(body: Buffer): Outcome {
  const errorType = readErrorType(body);
  return { payload: body, functionError: "Unhandled", status: "error", errorType: errorType ?? "Runtime.Unknown" };
}

/** What a runtime client answered to an event. */
export function outcomeOf(message: Extract<RuntimeMessage, { kind: "response" | "error" }>): Outcome {
  if (message.kind === "error") return failed(message.body);
  return message.tooLarge ? tooLarge() : succeeded(message.body);
}

export function tooLarge(): Outcome {
  return error(
    "Function.ResponseSizeTooLarge",
    `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  );
}

export function timedOut(requestId: string, timeoutMs: number): Outcome {
  const text = `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
  return { ...error("Sandbox.Timedout", text), status: "timeout" };
}

/** What cannot be run, told before any of it ran. */
export function refused(errorType: string, errorMessage: string): Outcome {
  return error(errorType, errorMessage);
}

/** The runtime process ended by itself, or was ended by the kernel for memory. */
export function exited(requestId: string, exit: SandboxExit, outOfMemory: boolean): Outcome {
  return error(
    "Runtime.ExitError",
    `RequestId: ${requestId} Error: Runtime exited ${outOfMemory ? withReason("signal: killed") : exitText(exit)}`,
  );
}

// A sandbox ends with 128 + the number of the signal that ended the runtime in it, as shells do.
const signals: Readonly<Record<number, string>> = {
  129: "hangup",
  130: "interrupt",
  132: "illegal instruction",
  134: "aborted",
  135: "bus error",
  136: "floating point exception",
  137: "killed",
  139: "segmentation fault",
  143: "terminated",
};

function exitText({ code, signal }: SandboxExit): string {
  if (signal === "SIGKILL" || code === null) return withReason("signal: killed");
  if (code === 0) return "without providing a reason";
  const name = signals[code];
  return withReason(name === undefined ? `exit status ${code}` : `signal: ${name}`);
}

const withReason = (reason: string) => `with error: ${reason}`;

function error(errorType: string, errorMessage: string): Outcome {
  const payload = Buffer.from(JSON.stringify({ errorType, errorMessage }));
  return { payload, functionError: "Unhandled", status: "error", errorType };
}

const mostOfType = 200;
/** A line's end or a tab in a function's own words would be a new line, or a new part, of the platform's record. */
const notOfOneLine = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

function readErrorType(body: Buffer): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    if (typeof parsed !== "object" || parsed === null || !("errorType" in parsed)) return undefined;
    const { errorType } = parsed;
    return typeof errorType === "string" ? errorType.slice(0, mostOfType).replace(notOfOneLine, " ") : undefined;
  } catch {
    return undefined;
  }
}
