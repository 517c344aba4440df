/** What Lambda's REPORT line tells. Milliseconds and megabytes; null where the line is not there. */
export interface Report {
  readonly functionMs: number | null;
  readonly billedMs: number | null;
  readonly initMs: number | null;
  readonly memoryMb: number | null;
  readonly maxMemoryMb: number | null;
}

export interface ReportLine extends Report {
  readonly requestId: string;
  /** Nothing where all went well. */
  readonly status: "timeout" | "error" | null;
  readonly errorType: string | null;
}

export const noReport: Report = {
  functionMs: null,
  billedMs: null,
  initMs: null,
  memoryMb: null,
  maxMemoryMb: null,
};

/** More than an invocation and its start can last, and more than any function has. */
const longestMs = 2_000_000;
const mostMb = 65_536;

const ms = String.raw`(\d{1,7}(?:\.\d{1,6})?) ms`;
const mb = String.raw`(\d{1,5}) MB`;
const beginning = new RegExp(
  String.raw`^REPORT RequestId: ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\tDuration: ${ms}\tBilled Duration: (\d{1,7}) ms\tMemory Size: ${mb}\tMax Memory Used: ${mb}(?:\t|$)`,
);
const initPart = new RegExp(`^Init Duration: ${ms}$`);
const statusPart = /^Status: (timeout|error)$/;
const errorPart = /^Error Type: (.{1,200})$/;

function found(parts: readonly string[], part: RegExp): string | null {
  for (const text of parts) {
    const [, value] = part.exec(text) ?? [];
    if (value !== undefined) return value;
  }
  return null;
}

/**
 * Reads a REPORT line as Lambda writes it (Lambda guide, "log format"); null for anything else, such as what a function
 * prints that looks like one and tells what cannot be. Whether Lambda wrote it the line does not prove.
 */
export function readReportLine(text: string): ReportLine | null {
  const [line = ""] = text.split("\n", 1);
  const [whole, requestId = "", ...numbers] = beginning.exec(line) ?? [];
  if (whole === undefined) return null;
  const rest = line.slice(whole.length).split("\t");
  const init = found(rest, initPart);
  const [functionMs = 0, billedMs = 0, memoryMb = 0, maxMemoryMb = 0] = numbers.map(Number);
  const initMs = init === null ? null : Number(init);
  if (Math.max(functionMs, billedMs, initMs ?? 0) > longestMs) return null;
  if (memoryMb < 1 || Math.max(memoryMb, maxMemoryMb) > mostMb) return null;
  const status = found(rest, statusPart);
  return {
    ...{ requestId, functionMs, billedMs, initMs, memoryMb, maxMemoryMb },
    status: status === "timeout" || status === "error" ? status : null,
    errorType: found(rest, errorPart),
  };
}
