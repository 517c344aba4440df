import { z } from "zod";
import { invalidParameter } from "../http/aws-error.ts";
import type { Configuration } from "./function-document.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html */
export const loggingConfigSchema = z.object({
  LogFormat: z.enum(["Text", "JSON"]).optional(),
  ApplicationLogLevel: z.enum(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]).optional(),
  SystemLogLevel: z.enum(["DEBUG", "INFO", "WARN"]).optional(),
  LogGroup: z
    .string()
    .min(1)
    .max(512)
    .regex(/^[.\-_/#A-Za-z0-9]+$/)
    .optional(),
});

type Logging = Pick<Configuration, "logFormat" | "applicationLogLevel" | "systemLogLevel" | "logGroup">;

/**
 * What a request makes of a function's logging: what it leaves out stays, and levels come and go with the JSON format.
 * @throws AwsError `InvalidParameterValueException` for levels of a text log.
 */
export function readLogging(
  input: z.infer<typeof loggingConfigSchema> | undefined,
  before: Logging = { logFormat: "Text" },
): Logging {
  const { logFormat: format, applicationLogLevel, systemLogLevel } = before;
  const logGroup = input?.LogGroup ?? before.logGroup;
  if (input === undefined) return { logFormat: format, applicationLogLevel, systemLogLevel, logGroup };
  const logFormat = input.LogFormat ?? format;
  const application = input.ApplicationLogLevel ?? applicationLogLevel;
  const system = input.SystemLogLevel ?? systemLogLevel;
  if (logFormat === "JSON")
    return { logFormat, applicationLogLevel: application ?? "INFO", systemLogLevel: system ?? "INFO", logGroup };
  if (input.ApplicationLogLevel !== undefined || input.SystemLogLevel !== undefined)
    throw invalidParameter("ApplicationLogLevel and SystemLogLevel can only be set when LogFormat is JSON.");
  return { logFormat, applicationLogLevel: undefined, systemLogLevel: undefined, logGroup };
}

/** The member of a function's configuration as AWS answers it. */
export function renderLogging(logging: Logging, functionName: string): Record<string, string> {
  const { logFormat, applicationLogLevel, systemLogLevel, logGroup } = logging;
  const levels = logFormat === "JSON" ? levelsOf(applicationLogLevel, systemLogLevel) : {};
  return { LogFormat: logFormat, ...levels, LogGroup: logGroupOf(functionName, logGroup) };
}

function levelsOf(application = "INFO", system = "INFO"): Record<string, string> {
  return { ApplicationLogLevel: application, SystemLogLevel: system };
}

/** Where a function's log goes: its own group unless its configuration names another. */
export function logGroupOf(functionName: string, configured: string | undefined): string {
  return configured ?? `/aws/lambda/${functionName}`;
}
