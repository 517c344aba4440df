// The Node.js runtime client: asks the engine for its function once, then for one event after the other.
const { installConsole } = require("./console.cjs");
const { installEgressHints } = require("./egress-hints.cjs");
const { errorBody, logFatal } = require("./errors.cjs");
const { loadHandler } = require("./handler.cjs");
const { beginInvocations, runHandler } = require("./invocation.cjs");
const { installStreaming } = require("./response-stream.cjs");
const { RuntimeApi } = require("./runtime-api.cjs");
const { warmUp } = require("./warm-up.cjs");

// CommonJS, and small: the module loader for ECMAScript modules takes 5 ms and a megabyte that most functions never need.
const api = new RuntimeApi(4);
const current = { requestId: undefined, tenantId: undefined };

async function main() {
  // No function waits for an environment that is started with this word: it is ready when all is compiled.
  if (process.argv.splice(2).includes("warm-up")) await warmUp();
  const assignment = await api.takeAssignment();
  for (const name of Object.keys(process.env)) if (!(name in assignment.variables)) delete process.env[name];
  Object.assign(process.env, assignment.variables);
  beginInvocations();
  if (!assignment.confined) process.chdir(assignment.taskRoot);
  const log = installConsole(3, current, assignment.variables);
  installEgressHints(assignment);
  installStreaming();
  const fatal = endOnErrors(log);
  try {
    await serve(await loadHandler(assignment), log);
  } catch (error) {
    fatal(error);
  }
}

// An error that nobody caught ends the environment, as on Lambda: its state cannot be trusted any more.
function endOnErrors(log) {
  const fatal = (error) => {
    logFatal(log, error);
    const body = errorBody(error);
    if (current.requestId === undefined) api.initError(body);
    else api.error(current.requestId, body);
    api.flushAndExit(129);
  };
  process.on("uncaughtException", fatal);
  process.on("unhandledRejection", (reason) => {
    const error = new Error(reason?.toString?.() ?? String(reason));
    error.name = "Runtime.UnhandledPromiseRejection";
    if (reason instanceof Error) error.stack = reason.stack;
    error.reason = reason;
    fatal(error);
  });
  return fatal;
}

async function serve(handler, log) {
  let event = await api.next();
  for (;;) {
    current.requestId = event.requestId;
    current.tenantId = event.tenantId;
    event = await runHandler(handler, event, api, log);
  }
}

main();
