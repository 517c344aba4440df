import { z } from "zod";
import { invalidParameter } from "../http/aws-error.ts";
import type { Configuration } from "./function-document.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html */
export const loggingConfigSchema = z.object({
  LogFormat: z.enum(["Text", "JSON"]).optional(),
  ApplicationLogLevel: z.enum(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]).optional(),
  SystemLogLevel: z.enum(["DEBUG", "INFO", "WARN"]).optional(),
  LogGroup: z.string().max(512).optional(),
});

type Logging = Pick<Configuration, "logFormat" | "applicationLogLevel" | "systemLogLevel">;

/**
 * What a request makes of a function's logging: what it leaves out stays, and levels come and go with the JSON format.
 * @throws AwsError `InvalidParameterValueException` for levels of a text log, or a log group of one's own.
 */
export function readLogging(
  input: z.infer<typeof loggingConfigSchema> | undefined,
  functionName: string,
  before: Logging = { logFormat: "Text" },
): Logging {
  const { logFormat: format, applicationLogLevel, systemLogLevel } = before;
  if (input === undefined) return { logFormat: format, applicationLogLevel, systemLogLevel };
  const group = logGroupOf(functionName);
  if (input.LogGroup !== undefined && input.LogGroup !== group)
    throw invalidParameter(`The engine writes the log of ${functionName} to ${group}; LogGroup cannot be another one.`);
  const logFormat = input.LogFormat ?? format;
  const application = input.ApplicationLogLevel ?? applicationLogLevel;
  const system = input.SystemLogLevel ?? systemLogLevel;
  if (logFormat === "JSON")
    return { logFormat, applicationLogLevel: application ?? "INFO", systemLogLevel: system ?? "INFO" };
  if (input.ApplicationLogLevel !== undefined || input.SystemLogLevel !== undefined)
    throw invalidParameter("ApplicationLogLevel and SystemLogLevel can only be set when LogFormat is JSON.");
  return { logFormat, applicationLogLevel: undefined, systemLogLevel: undefined };
}

/** The member of a function's configuration as AWS answers it. */
export function renderLogging(logging: Logging, functionName: string): Record<string, string> {
  const { logFormat, applicationLogLevel, systemLogLevel } = logging;
  const levels = logFormat === "JSON" ? levelsOf(applicationLogLevel, systemLogLevel) : {};
  return { LogFormat: logFormat, ...levels, LogGroup: logGroupOf(functionName) };
}

function levelsOf(application = "INFO", system = "INFO"): Record<string, string> {
  return { ApplicationLogLevel: application, SystemLogLevel: system };
}

function logGroupOf(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}
