import { z } from "zod";
import type { EventRow } from "../../store/event-table.ts";

const eventSchema = z.object({
  requestId: z.string(),
  functionName: z.string(),
  /** Of the function: another one of the same name does not get its events. */
  createdAt: z.number(),
  version: z.string(),
  qualifier: z.string().optional(),
  tenantId: z.string().optional(),
  traceHeader: z.string().optional(),
  acceptedAt: z.number(),
  /** How often the function failed on it. */
  attempts: z.number(),
  /** How often it was put off because the function was throttled or the engine failed: the next pause is longer. */
  postponed: z.number(),
  /** How many destinations it came through. */
  hops: z.number(),
  notBefore: z.number(),
});
/** An asynchronous invocation without its payload. */
export type Event = z.infer<typeof eventSchema>;

export function toRow(event: Event): EventRow {
  const { requestId, functionName, notBefore } = event;
  return { id: requestId, functionName, notBefore, json: JSON.stringify(event) };
}

export const fromRow = ({ json }: EventRow): Event => eventSchema.parse(JSON.parse(json));
