import { checkJsonDepth, jsonSchema, type LogLevel, logLevelSchema, readReportLine } from "@annex/contract";
import { z } from "zod";

export interface ParsedLogLine {
  readonly level: LogLevel;
  readonly message: string;
  /** Null where the line does not say it. */
  readonly requestId: string | null;
  readonly correlationId: string | null;
  /** Of a structured line: what is not its level, message and IDs. */
  readonly fields: Readonly<Record<string, z.core.util.JSONType>> | null;
}

const request = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** Lambda's own line format of Node.js and Python: `time TAB request ID TAB LEVEL TAB text`. */
const nodeLine = new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\t(${request}|undefined)\\t([A-Z]+)\\t([\\s\\S]*)$`);
const pythonLine = new RegExp(`^\\[([A-Z]+)\\]\\t[\\d:.TZ-]+\\t(${request})\\t([\\s\\S]*)$`);
const platformLine = new RegExp(`^(?:START RequestId: (${request}) Version: \\S+|END RequestId: (${request}))\\s*$`);

function levelOf(text: unknown): LogLevel {
  const word = String(text).toLowerCase();
  const parsed = logLevelSchema.safeParse({ warning: "warn", critical: "fatal", log: "info" }[word] ?? word);
  // what tenant code writes is never a line of the platform, whatever it calls itself
  return parsed.success && parsed.data !== "platform" ? parsed.data : "info";
}

function text(value: unknown): string | null {
  return typeof value === "string" && value.length <= 128 ? value : null;
}

/** More JSON than this is shown as the text that it is. */
const longestStructured = 16_384;
const fieldsSchema = z.record(z.string(), jsonSchema);

/** A line of JSON, such as of the function SDK's logger: level, message, correlation ID and more fields. */
function structured(line: string): Partial<ParsedLogLine> {
  if (!line.startsWith("{") || line.length > longestStructured) return {};
  try {
    checkJsonDepth(line);
    const { level, message, msg, correlationId, requestId: _, ...fields } = fieldsSchema.parse(JSON.parse(line));
    const said = [message, msg].find((text) => typeof text === "string");
    return {
      ...(typeof level === "string" ? { level: levelOf(level) } : {}),
      ...(typeof said === "string" ? { message: said } : {}),
      correlationId: text(correlationId),
      fields: Object.keys(fields).length > 0 ? fields : null,
    };
  } catch {
    return {}; // a brace and no JSON, or nested too deep: just text
  }
}

/** Takes a line of Lambda's log apart. */
export function parseLogLine(raw: string): ParsedLogLine {
  const line = raw.replace(/\n$/, "");
  const plain = { correlationId: null, fields: null };
  const [, started, ended] = platformLine.exec(line) ?? [];
  const requestId = started ?? ended ?? readReportLine(line)?.requestId;
  if (requestId !== undefined) return { ...plain, level: "platform", message: line, requestId };
  if (/^INIT_(START|REPORT) /.test(line)) return { ...plain, level: "platform", message: line, requestId: null };
  const [, nodeId, nodeLevel, nodeText] = nodeLine.exec(line) ?? [];
  const [, pythonLevel, pythonId, pythonText] = pythonLine.exec(line) ?? [];
  const message = nodeText ?? pythonText ?? line;
  const ownId = (nodeId === "undefined" ? null : nodeId) ?? pythonId ?? null;
  const level = levelOf(nodeLevel ?? pythonLevel ?? "info");
  return { ...plain, level, message, requestId: ownId, ...structured(message) };
}
