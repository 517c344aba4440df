export { createExecution, type ExecutionOptions, type LocalExecution } from "./execution/create-execution.ts";
export type { EgressEvent } from "./execution/egress/egress-gate.ts";
