import { createScrubber, type Target } from "@annex/invocation";
import type { Mapped } from "./map-output.ts";

/** What is answered and recorded, without the secrets that the function was handed. */
export function scrub({ credentials }: Target, { answer, fields, ...rest }: Mapped): Mapped {
  const scrubber = createScrubber(credentials);
  if (!answer.error) return { ...rest, answer, fields: scrubber.fields(fields) };
  const { type, message, stack } = answer.error;
  const error = { type: scrubber.text(type), message: scrubber.text(message), stack: stack.map(scrubber.text) };
  return { ...rest, answer: { ...answer, error }, fields: scrubber.fields(fields) };
}
