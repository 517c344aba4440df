import { type LogLevel, logLevelSchema } from "@annex/contract";

export interface ParsedLogLine {
  readonly level: LogLevel;
  readonly message: string;
  /** Null where the line does not say it. */
  readonly requestId: string | null;
  readonly correlationId: string | null;
}

const request = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** Lambda's own line format of Node.js and Python: `time TAB request ID TAB LEVEL TAB text`. */
const nodeLine = new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\t(${request}|undefined)\\t([A-Z]+)\\t([\\s\\S]*)$`);
const pythonLine = new RegExp(`^\\[([A-Z]+)\\]\\t[\\d:.TZ-]+\\t(${request})\\t([\\s\\S]*)$`);
const platformLine = new RegExp(`^(?:START|END|REPORT) RequestId: (${request})`);

function levelOf(text: unknown): LogLevel {
  const word = String(text).toLowerCase();
  const parsed = logLevelSchema.safeParse({ warning: "warn", critical: "fatal", log: "info" }[word] ?? word);
  // what tenant code writes is never a line of the platform, whatever it calls itself
  return parsed.success && parsed.data !== "platform" ? parsed.data : "info";
}

function text(value: unknown): string | null {
  return typeof value === "string" && value.length <= 128 ? value : null;
}

/** A line of the function SDK's logger is JSON: level, message, correlation ID and more fields. */
function structured(line: string): Partial<ParsedLogLine> {
  if (!line.startsWith("{")) return {};
  try {
    const { level, message, correlationId, requestId, ...fields } = JSON.parse(line);
    if (typeof message !== "string" || typeof level !== "string") return {};
    const more = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : "";
    return { level: levelOf(level), message: message + more, correlationId: text(correlationId) };
  } catch {
    return {}; // a brace and no JSON: just text
  }
}

/** Takes a line of Lambda's log apart. */
export function parseLogLine(raw: string): ParsedLogLine {
  const line = raw.replace(/\n$/, "");
  const platform = platformLine.exec(line);
  if (platform) return { level: "platform", message: line, requestId: platform[1] ?? null, correlationId: null };
  if (/^INIT_(START|REPORT) /.test(line))
    return { level: "platform", message: line, requestId: null, correlationId: null };
  const [, nodeId, nodeLevel, nodeText] = nodeLine.exec(line) ?? [];
  const [, pythonLevel, pythonId, pythonText] = pythonLine.exec(line) ?? [];
  const message = nodeText ?? pythonText ?? line;
  const requestId = (nodeId === "undefined" ? null : nodeId) ?? pythonId ?? null;
  return {
    level: levelOf(nodeLevel ?? pythonLevel ?? "info"),
    message,
    requestId,
    correlationId: null,
    ...structured(message),
  };
}
