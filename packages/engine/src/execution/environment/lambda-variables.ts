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
  return {
    PATH: `/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:${paths.opt}/bin`,
    LD_LIBRARY_PATH: libraryPath(paths),
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    HOME: "/tmp",
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
    ...languageVariables(spec.runtime, paths),
    ...spec.environment,
    AWS_REGION: spec.region,
    AWS_DEFAULT_REGION: spec.region,
    AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: spec.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_LOG_FORMAT: spec.logFormat,
    ...(spec.logFormat === "JSON" ? { AWS_LAMBDA_LOG_LEVEL: spec.logLevels.application } : {}),
    AWS_ACCESS_KEY_ID: spec.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: spec.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: spec.credentials.sessionToken,
    LAMBDA_TASK_ROOT: paths.task,
    LAMBDA_RUNTIME_DIR: paths.runtime,
    _HANDLER: spec.handler,
  };
}

/** Where the loader looks for shared libraries; it reads this once, when the process starts. */
export function libraryPath({ task, opt, runtime }: FunctionPaths): string {
  return `/var/lang/lib:/lib64:/usr/lib64:${runtime}:${runtime}/lib:${task}:${task}/lib:${opt}/lib`;
}

function languageVariables(runtime: string, { task, opt, runtime: own }: FunctionPaths): Record<string, string> {
  const [, node] = /^nodejs(\d+)\.x$/.exec(runtime) ?? [];
  if (node !== undefined) {
    const path = [
      `${opt}/nodejs/node${node}/node_modules`,
      `${opt}/nodejs/node_modules`,
      `${own}/node_modules`,
      own,
      task,
    ];
    return { NODE_PATH: path.join(":"), AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}` };
  }
  // Lambda does not set the name of the execution environment for runtimes that are the function's own.
  return runtime.startsWith("python") ? { PYTHONPATH: own, AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}` } : {};
}
