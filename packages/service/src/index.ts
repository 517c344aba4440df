export { type AppOptions, createApp } from "./create-app.ts";
export { readEnv } from "./read-env.ts";
export { runUntilSignal } from "./run-until-signal.ts";
export { type TraceContext, traceContextFrom, traceparentOf } from "./trace-context.ts";
