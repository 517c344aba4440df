import type { FunctionSpec } from "../types.ts";
import type { InvocationLog } from "./invocation-log.ts";
import type { Outcome } from "./outcome.ts";

/** The records that Lambda's platform writes around an invocation, in its own wording (a tab also ends REPORT). */
export const platformLines = {
  initStart(log: InvocationLog, spec: FunctionSpec, timestamp: number): void {
    const runtime = spec.runtime.replace(/^([a-z]+)([\d.]+?)(\.x)?$/, "$1:$2");
    const arn = `arn:aws:lambda:${spec.region}::runtime:annex-${spec.runtime}`;
    const record = {
      initializationType: "on-demand",
      phase: "init",
      runtimeVersion: `${runtime}.v1`,
      runtimeVersionArn: arn,
    };
    log.platform(
      `INIT_START Runtime Version: ${runtime}.v1\tRuntime Version ARN: ${arn}`,
      { type: "platform.initStart", record },
      timestamp,
    );
  },
  initFailed(log: InvocationLog, initMs: number, outcome: Outcome): void {
    const text = `INIT_REPORT Init Duration: ${initMs.toFixed(2)} ms\tPhase: init\tStatus: ${outcome.status}\tError Type: ${outcome.errorType}`;
    const record = {
      phase: "init",
      status: outcome.status,
      errorType: outcome.errorType,
      metrics: { durationMs: initMs },
    };
    log.platform(text, { type: "platform.initReport", record, level: "WARN" });
  },
  /** The init phase took longer than its own time, and goes on in the invocation's. */
  initTimedOut(log: InvocationLog, initMs: number): void {
    const text = `INIT_REPORT Init Duration: ${initMs.toFixed(2)} ms\tPhase: init\tStatus: timeout`;
    const record = { phase: "init", status: "timeout", metrics: { durationMs: initMs } };
    log.platform(text, { type: "platform.initReport", record, level: "WARN" });
  },
  start(log: InvocationLog, requestId: string, version: string): void {
    const record = { requestId, version };
    log.platform(`START RequestId: ${requestId} Version: ${version}`, { type: "platform.start", record });
  },
  timedOut(log: InvocationLog, requestId: string, timeoutMs: number): void {
    const text = `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
    const record = { requestId, message: text };
    const line = `${new Date().toISOString()} ${requestId} ${text}`;
    log.platform(line, { type: "platform.fault", record, level: "WARN" });
  },
  end(log: InvocationLog, requestId: string, outcome: Outcome): void {
    const record = { requestId, status: outcome.status ?? "success" };
    const level = outcome.status === undefined ? "DEBUG" : "WARN";
    log.platform(`END RequestId: ${requestId}`, { type: "platform.runtimeDone", record, level });
  },
  report(log: InvocationLog, requestId: string, outcome: Outcome, measured: Measured): void {
    const { durationMs, billedMs, memoryMb, maxMemoryMb, initMs } = measured;
    const text =
      `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${billedMs} ms\t` +
      `Memory Size: ${memoryMb} MB\tMax Memory Used: ${maxMemoryMb} MB\t` +
      (initMs === undefined ? "" : `Init Duration: ${initMs.toFixed(2)} ms\t`) +
      (outcome.status === undefined ? "" : `Status: ${outcome.status}\t`) +
      (outcome.status === "error" ? `Error Type: ${outcome.errorType}\t` : "");
    const metrics = {
      durationMs: round(durationMs),
      billedDurationMs: billedMs,
      memorySizeMB: memoryMb,
      maxMemoryUsedMB: maxMemoryMb,
      ...(initMs === undefined ? {} : { initDurationMs: round(initMs) }),
    };
    const record = { requestId, status: outcome.status ?? "success", metrics };
    const level = outcome.status === undefined ? "INFO" : "WARN";
    log.platform(text, { type: "platform.report", record, level });
  },
};

export interface Measured {
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memoryMb: number;
  readonly maxMemoryMb: number;
  readonly initMs?: number | undefined;
}

const round = (ms: number) => Math.round(ms * 1000) / 1000;
