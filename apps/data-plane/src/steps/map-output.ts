import type { FieldValues } from "@annex/contract";
import { type MappedEvent, runOutput } from "@annex/field-mapping";
import type { Target } from "@annex/invocation";
import type { Services } from "../services.ts";
import type { Answer } from "./invoke.ts";

export interface Mapped {
  readonly answer: Answer;
  readonly fields: FieldValues;
  /** What the function got; absent where it was not reached. */
  readonly event?: MappedEvent;
}

/** The fields that the result sets. A result that does not fit the contract sets none and is the function's error. */
export async function mapOutput(
  { evaluate }: Services,
  target: Target,
  answer: Answer,
  values: FieldValues,
): Promise<Mapped> {
  if (answer.outcome !== "success") return { answer, fields: {} };
  const { fields, problems } = await runOutput(target.mapping, answer.payload, values, evaluate);
  const first = problems[0];
  if (!first) return { answer, fields };
  const message = `The result does not fit the field mapping: ${first.message}`;
  return {
    answer: { ...answer, outcome: "function_error", error: { type: "Mapping.Output", message, stack: [] } },
    fields: {},
  };
}
