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

/** The same for a log line: `stack`, and the error's own properties such as `code`. */
function describeError(error) {
  const { message, name, stack, ...properties } = error;
  return { errorType: error.name, errorMessage: error.message, ...properties, stack: traceOf(error) };
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
