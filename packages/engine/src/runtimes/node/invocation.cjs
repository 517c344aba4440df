// One invocation: event and context in, the result out, in each of the handler styles that Lambda knows.
const { errorBody, logInvokeError, RuntimeError } = require("./errors.cjs");
const { isStreaming, ResponseStream } = require("./response-stream.cjs");

let finishWhenEmpty;
process.on("beforeExit", () => finishWhenEmpty?.());

/** Runs the handler for an event; resolves with the next event. */
async function runHandler(handler, event, api, log) {
  traceId = event.traceId ?? "";
  if (isStreaming(handler)) return runStreamingHandler(handler, event, api, log);
  const outcome = await settle(handler, event, api);
  if ("error" in outcome) {
    logInvokeError(log, outcome.error);
    return api.fail(event.requestId, errorBody(outcome.error));
  }
  try {
    return await api.respond(event.requestId, serialise(outcome.result));
  } catch (error) {
    logInvokeError(log, error);
    return api.fail(event.requestId, errorBody(error));
  }
}

function settle(handler, event, api) {
  return new Promise((resolve) => {
    let called;
    const finish = (outcome) => {
      api.keepAlive(true);
      finishWhenEmpty = undefined;
      resolve(outcome);
    };
    const context = contextOf(event);
    const callback = (error, result) => {
      called ??= error === null || error === undefined ? { result } : { error };
      if (!context.callbackWaitsForEmptyEventLoop) finish(called);
    };
    // Nothing is left to wait for: a callback's result goes out now, a promise that never settles becomes null.
    finishWhenEmpty = () => finish(called ?? { result: null });
    api.keepAlive(false);
    try {
      const promise = handler(JSON.parse(event.body || "{}"), addCallbacks(context, callback), callback);
      if (typeof promise?.then !== "function") return;
      promise.then(
        (result) => finish({ result }),
        (error) => finish({ error }),
      );
    } catch (error) {
      finish({ error });
    }
  });
}

async function runStreamingHandler(handler, event, api, log) {
  const stream = new ResponseStream(api, event.requestId);
  const failure = await settleStream(handler, event, stream, api);
  if (failure !== undefined) logInvokeError(log, failure.error);
  if (failure !== undefined && !stream.hasBegun) return api.fail(event.requestId, errorBody(failure.error));
  return stream.finish(failure?.error);
}

/** Resolves when the handler and its stream are done, with what went wrong. */
function settleStream(handler, event, stream, api) {
  return new Promise((resolve) => {
    const finish = (failure) => {
      api.keepAlive(true);
      finishWhenEmpty = undefined;
      resolve(failure);
    };
    const end = () => {
      if (stream.writableFinished) finish();
      else stream.end(() => finish());
    };
    stream.once("error", (error) => finish({ error }));
    finishWhenEmpty = end;
    api.keepAlive(false);
    Promise.resolve()
      .then(() => handler(JSON.parse(event.body || "{}"), stream, contextOf(event)))
      .then(end, (error) => finish({ error }));
  });
}

/** What the context tells of the environment: it never changes, and each look into `process.env` costs. */
let environment = readEnvironment(process);

function readEnvironment({ env }) {
  return {
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
  };
}

let traceId = "";

/** The environment is what it is now: the function's variables are set. */
function beginInvocations() {
  environment = readEnvironment(process);
  tellTraceId();
}

/**
 * `_X_AMZN_TRACE_ID` changes with each invocation. To set it each time costs a fifth of the client's CPU and 120 bytes
 * that never come back, for the C library keeps every value that a variable ever had: it is read from here instead.
 */
function tellTraceId() {
  process.env._X_AMZN_TRACE_ID = "";
  process.env = new Proxy(process.env, {
    get: (variables, name) => (name === "_X_AMZN_TRACE_ID" ? traceId : variables[name]),
    set(variables, name, value) {
      variables[name] = value;
      return true;
    },
  });
}

function contextOf(event) {
  const { functionVersion, functionName, memoryLimitInMB, logGroupName, logStreamName } = environment;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion,
    functionName,
    memoryLimitInMB,
    logGroupName,
    logStreamName,
    clientContext: event.clientContext === undefined ? undefined : JSON.parse(event.clientContext),
    identity: undefined,
    invokedFunctionArn: event.arn,
    awsRequestId: event.requestId,
    tenantId: event.tenantId,
    getRemainingTimeInMillis: () => event.deadlineMs - Date.now(),
  };
}

/** `context.done` and its kin, which older code still calls. */
function addCallbacks(context, callback) {
  const immediately = (...values) => {
    context.callbackWaitsForEmptyEventLoop = false;
    callback(...values);
  };
  context.done = immediately;
  context.succeed = (result) => immediately(null, result);
  context.fail = (error) => immediately(error ?? "handled");
  return context;
}

function serialise(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? "null";
  } catch {
    throw new RuntimeError("Error", "Unable to stringify response body");
  }
}

module.exports = { runHandler, beginInvocations };
