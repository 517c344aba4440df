import { noReport, type Report, readReportLine } from "@annex/contract";

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
  const line = readReportLine(lastLine(logTail, `REPORT RequestId: ${requestId}`));
  if (line === null) return noReport;
  const { functionMs, billedMs, initMs, memoryMb, maxMemoryMb } = line;
  return { functionMs, billedMs, initMs, memoryMb, maxMemoryMb };
}
