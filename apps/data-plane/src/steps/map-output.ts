import type { FieldValues } from "@annex/contract";
import { type MappedEvent, type MappedOutput, runOutput } from "@annex/field-mapping";
import { ownerOf, type Target } from "@annex/invocation";
import type { Services } from "../services.ts";
import type { Answer } from "./invoke.ts";

export interface Mapped {
  readonly answer: Answer;
  readonly fields: FieldValues;
  /** What the function got; absent where it was not reached. */
  readonly event?: MappedEvent;
}

/** The fields that the result sets. A result that does not fit the contract sets none and is the function's error. */
export function mapOutput(
  { evaluateFor }: Services,
  target: Target,
  answer: Answer,
  values: FieldValues,
): Mapped | Promise<Mapped> {
  if (answer.outcome !== "success") return { answer, fields: {} };
  const output = runOutput(target.mapping, answer.payload, values, evaluateFor(ownerOf(target)));
  return output instanceof Promise ? output.then((made) => checked(answer, made)) : checked(answer, output);
}

function checked(answer: Answer, { fields, problems }: MappedOutput): Mapped {
  const first = problems[0];
  if (!first) return { answer, fields };
  const message = `The result does not fit the field mapping: ${first.message}`;
  return {
    answer: { ...answer, outcome: "function_error", error: { type: "Mapping.Output", message, stack: [] } },
    fields: {},
  };
}
