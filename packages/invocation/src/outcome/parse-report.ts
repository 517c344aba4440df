/** What Lambda's REPORT line tells. Milliseconds and megabytes; null where the line is not there. */
export interface Report {
  readonly functionMs: number | null;
  readonly billedMs: number | null;
  readonly initMs: number | null;
  readonly memoryMb: number | null;
  readonly maxMemoryMb: number | null;
}

function numberAfter(line: string, label: string): number | null {
  const match = new RegExp(`(?:^|\\t)${label}: ([\\d.]+)`).exec(line);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** Reads the REPORT line of one request out of the log's tail; a function cannot write one in another's name. */
export function parseReport(logTail: string, requestId: string | undefined): Report {
  const line = logTail.split("\n").findLast((text) => text.startsWith(`REPORT RequestId: ${requestId}`)) ?? "";
  return {
    functionMs: numberAfter(line, "Duration"),
    billedMs: numberAfter(line, "Billed Duration"),
    initMs: numberAfter(line, "Init Duration"),
    memoryMb: numberAfter(line, "Memory Size"),
    maxMemoryMb: numberAfter(line, "Max Memory Used"),
  };
}
