// The Node.js runtime client: asks the engine for its function once, then for one event after the other.
import { installConsole } from "./console.mjs";
import { installEgressHints } from "./egress-hints.mjs";
import { errorBody, logFatal } from "./errors.mjs";
import { loadHandler } from "./handler.mjs";
import { beginInvocations, runHandler } from "./invocation.mjs";
import { installStreaming } from "./response-stream.mjs";
import { RuntimeApi } from "./runtime-api.mjs";
import { warmUpDuring } from "./warm-up.mjs";

const api = new RuntimeApi(4);
const assignment = await warmUpDuring(api.takeAssignment());
for (const name of Object.keys(process.env)) if (!(name in assignment.variables)) delete process.env[name];
Object.assign(process.env, assignment.variables);
beginInvocations();
if (!assignment.confined) process.chdir(assignment.taskRoot);
const current = { requestId: undefined, tenantId: undefined };
const log = installConsole(3, current, assignment.variables);
installEgressHints(assignment);
installStreaming();

// An error that nobody caught ends the environment, as on Lambda: its state cannot be trusted any more.
function fatal(error) {
  logFatal(log, error);
  const body = errorBody(error);
  if (current.requestId === undefined) api.initError(body);
  else api.error(current.requestId, body);
  api.flushAndExit(129);
}
process.on("uncaughtException", fatal);
process.on("unhandledRejection", (reason) => {
  const error = new Error(reason?.toString?.() ?? String(reason));
  error.name = "Runtime.UnhandledPromiseRejection";
  if (reason instanceof Error) error.stack = reason.stack;
  error.reason = reason;
  fatal(error);
});

try {
  const handler = await loadHandler(assignment);
  await serve(handler);
} catch (error) {
  fatal(error);
}

async function serve(handler) {
  let event = await api.next();
  for (;;) {
    current.requestId = event.requestId;
    current.tenantId = event.tenantId;
    event = await runHandler(handler, event, api, log);
  }
}
