export { type AppOptions, createApp } from "./create-app.ts";
export { readEnv } from "./read-env.ts";
export { runUntilSignal } from "./run-until-signal.ts";
export { timeOrderedUuid } from "./time-ordered-uuid.ts";
export { childTrace, isRecorded, type TraceContext, traceContextFrom, traceparentOf } from "./trace-context.ts";
export { samplerEnvSchema, type TraceSampler, traceSamplerOf } from "./trace-sampler.ts";
