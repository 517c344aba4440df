export { checkMapping } from "./check-mapping.ts";
export { type CompiledMapping, compileMapping, compileSoundParts } from "./compile-mapping.ts";
export {
  type CompiledCondition,
  type ConditionCheck,
  type ConditionOutcome,
  checkCondition,
  runCondition,
} from "./condition.ts";
export { type Completion, eventCompletions } from "./event-completions.ts";
export { eventTypes, type ParameterType, parameterTypes } from "./event-types.ts";
export {
  type Evaluate,
  type EvaluateRequest,
  type ExpressionOutcome,
  evaluateExpressions,
} from "./expression/evaluate-expressions.ts";
export { checkFieldValues } from "./field-types.ts";
export type { Json } from "./json.ts";
export { type CredentialValues, type MappedEvent, runInput } from "./map-input.ts";
export { type MappedOutput, runOutput } from "./map-output.ts";
export type { KnownCredential, MappingContract } from "./mapping-contract.ts";
export { type MappingPreview, type PreviewValue, previewMapping } from "./preview-mapping.ts";
