import { type FieldError, maxEnvironmentBytes } from "@annex/contract";

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html: reserved by the runtime. */
const reserved = new Set(["_HANDLER", "_X_AMZN_TRACE_ID", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"]);
/** These change how the runtime itself starts, before the function's code. */
const dangerous = new Set(["NODE_OPTIONS", "NODE_EXTRA_CA_CERTS", "LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONHOME"]);

/** What is wrong with a function's variables, each at its place; empty when nothing is. */
export function checkEnvironment(environment: Readonly<Record<string, string>>): FieldError[] {
  const errors = Object.keys(environment).flatMap((name) => {
    const path = `environment.${name}`;
    if (reserved.has(name) || /^(AWS_|ANNEX_)/.test(name))
      return [{ path, message: `${name} is reserved. Choose a name that does not begin with AWS_ or ANNEX_.` }];
    if (dangerous.has(name)) return [{ path, message: `${name} would change the runtime itself; it cannot be set.` }];
    return [];
  });
  const bytes = Object.entries(environment).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (bytes > maxEnvironmentBytes)
    errors.push({
      path: "environment",
      message: `The variables have ${bytes} bytes together; ${maxEnvironmentBytes} are allowed.`,
    });
  return errors;
}
