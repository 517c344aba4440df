// Errors in Lambda's shape: errorType, errorMessage, trace.

class RuntimeError extends Error {
  constructor(type, message) {
    super(message);
    this.name = type;
  }
}

/** The JSON body that the caller of the function gets. */
function errorBody(error) {
  if (!(error instanceof Error)) {
    return JSON.stringify({ errorType: typeof error, errorMessage: String(error), trace: [] });
  }
  return JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: traceOf(error) });
}

const MOST_CAUSES = 4;

/** The same for a log line: `stack`, the error's own properties such as `code`, and what caused it (`fetch failed` says nothing else). */
function describeError(error, depth = 0) {
  const { message, name, stack, cause, ...properties } = error;
  const described = { errorType: error.name, errorMessage: error.message, ...properties, stack: traceOf(error) };
  if (!(cause instanceof Error) || depth === MOST_CAUSES) return described;
  return { ...described, cause: describeError(cause, depth + 1) };
}

function logFatal(log, error) {
  log("ERROR", `Uncaught Exception \t${errorJson(error)}`);
}

function logInvokeError(log, error) {
  log("ERROR", `Invoke Error \t${errorJson(error)}`);
}

function errorJson(error) {
  if (!(error instanceof Error)) return errorBody(error);
  try {
    return JSON.stringify(describeError(error));
  } catch {
    return errorBody(error);
  }
}

function traceOf(error) {
  return String(error.stack ?? "").split("\n");
}

module.exports = { RuntimeError, errorBody, describeError, logFatal, logInvokeError };
