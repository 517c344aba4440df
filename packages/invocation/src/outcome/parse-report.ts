/** What Lambda's REPORT line tells. Milliseconds and megabytes; null where the line is not there. */
export interface Report {
  readonly functionMs: number | null;
  readonly billedMs: number | null;
  readonly initMs: number | null;
  readonly memoryMb: number | null;
  readonly maxMemoryMb: number | null;
}

const part = (label: string) => new RegExp(`(?:^|\\t)${label}: ([\\d.]+)`);
const parts = {
  functionMs: part("Duration"),
  billedMs: part("Billed Duration"),
  initMs: part("Init Duration"),
  memoryMb: part("Memory Size"),
  maxMemoryMb: part("Max Memory Used"),
} as const satisfies Record<keyof Report, RegExp>;

function numberAt(line: string, place: RegExp): number | null {
  const [, digits] = place.exec(line) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** The last line of the log that begins like this; empty where there is none. */
function lastLine(log: string, beginning: string): string {
  let at = log.lastIndexOf(beginning);
  while (at > 0 && log[at - 1] !== "\n") at = log.lastIndexOf(beginning, at - 1);
  if (at < 0) return "";
  const end = log.indexOf("\n", at);
  return end < 0 ? log.slice(at) : log.slice(at, end);
}

/** Reads the REPORT line of one request out of the log's tail; a function cannot write one in another's name. */
export function parseReport(logTail: string, requestId: string | undefined): Report {
  const line = lastLine(logTail, `REPORT RequestId: ${requestId}`);
  return {
    functionMs: numberAt(line, parts.functionMs),
    billedMs: numberAt(line, parts.billedMs),
    initMs: numberAt(line, parts.initMs),
    memoryMb: numberAt(line, parts.memoryMb),
    maxMemoryMb: numberAt(line, parts.maxMemoryMb),
  };
}
