import type { FunctionSpec } from "../types.ts";

/** Where a function finds its things. */
export interface FunctionPaths {
  readonly task: string;
  readonly opt: string;
  readonly runtime: string;
}

/**
 * The environment variables of a function: its own, and those that Lambda promises
 * (docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html). Lambda's win, as on AWS where they are reserved.
 */
export function lambdaVariables(spec: FunctionSpec, paths: FunctionPaths, logStream: string): Record<string, string> {
  const language = spec.runtime.startsWith("python") ? "python" : "nodejs";
  return {
    PATH: `/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:${paths.opt}/bin`,
    LD_LIBRARY_PATH: `/var/lang/lib:/lib64:/usr/lib64:${paths.task}:${paths.task}/lib:${paths.opt}/lib`,
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    HOME: "/tmp",
    NODE_PATH: `${paths.opt}/nodejs/node_modules:${paths.task}`,
    ...(language === "python" ? { PYTHONPATH: `${paths.task}:${paths.opt}/python` } : {}),
    ...spec.environment,
    AWS_REGION: spec.region,
    AWS_DEFAULT_REGION: spec.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${spec.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: spec.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_LOG_FORMAT: spec.logFormat,
    AWS_ACCESS_KEY_ID: spec.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: spec.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: spec.credentials.sessionToken,
    LAMBDA_TASK_ROOT: paths.task,
    LAMBDA_RUNTIME_DIR: paths.runtime,
    _HANDLER: spec.handler,
  };
}
