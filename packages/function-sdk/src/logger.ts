import { type InvocationContext, traceOf } from "./invocation-context.ts";

/** Writes one JSON line per call; `fields` are added to it. Never log secrets. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

type Level = keyof Logger;

/** A structured logger of one invocation: each line is JSON with level, message, correlation ID and request ID. */
export function logger(context: InvocationContext): Logger {
  const { correlationId, requestId } = traceOf(context);
  const write = (level: Level) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    console[level](lineOf({ ...fields, level, message, correlationId, requestId }));
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

/** JSON of a line; errors show name, message and stack; what JSON cannot hold (cycles, bigint) never makes it throw. */
function lineOf(line: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(line, showValue);
  } catch {
    const { level, message, correlationId, requestId } = line;
    return JSON.stringify({
      level,
      message,
      correlationId,
      requestId,
      note: "The fields could not be written as JSON.",
    });
  }
}

function showValue(_key: string, value: unknown): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  return typeof value === "bigint" ? String(value) : value;
}
