import { z } from "zod";
import { invokeResponseSchema } from "./data-plane.ts";
import { problemSchema } from "./error-codes.ts";

const startedSchema = z.object({
  type: z.literal("started"),
  invocationId: z.string(),
  correlationId: z.string(),
  function: z.string(),
  release: z.number().int(),
});

/** What the function wrote: `text`, or `base64` from where it wrote bytes that are no UTF-8. */
const chunkSchema = z.union([
  z.object({ type: z.literal("chunk"), text: z.string() }),
  z.object({ type: z.literal("chunk"), base64: z.string() }),
]);

/** As the answer of a call that is not streamed. */
const completedSchema = invokeResponseSchema.extend({ type: z.literal("completed") });

/** Problem details of the platform's failure; `urn` is their type. */
const errorSchema = problemSchema.omit({ type: true }).extend({ type: z.literal("error") });

/**
 * What a caller with `Accept: text/event-stream` is told (https://html.spec.whatwg.org/multipage/server-sent-events.html):
 * the event's name is `type`, its data the rest as JSON. For each function that runs `started`, then a `chunk` for
 * whatever it writes; at the end `completed`, or `error` where the platform failed half-way.
 */
export const streamEventSchema = z.union([startedSchema, chunkSchema, completedSchema, errorSchema]);
export type StreamEvent = z.infer<typeof streamEventSchema>;
