import { z } from "zod";

/** The closed list of error codes and the HTTP status of each. Callers may switch on `code`; texts may change. */
export const errorStatus = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  tenant_suspended: 403,
  paused: 403,
  not_found: 404,
  conflict: 409,
  payload_too_large: 413,
  limit_exceeded: 429,
  internal: 500,
  upstream_failed: 502,
  unavailable: 503,
} as const;

export const errorCodeSchema = z.enum([
  "invalid_request",
  "unauthenticated",
  "forbidden",
  "tenant_suspended",
  "paused",
  "not_found",
  "conflict",
  "payload_too_large",
  "limit_exceeded",
  "internal",
  "upstream_failed",
  "unavailable",
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** One wrong field of a request: where it is and what to do about it. */
export const fieldErrorSchema = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof fieldErrorSchema>;

/** Which limit of the tenant's was met: requests a second, invocations at once, invocations or money of the day, a budget. */
export const limitReasonSchema = z.enum(["rate", "concurrency", "daily_invocations", "daily_spend", "budget"]);
export type LimitReason = z.infer<typeof limitReasonSchema>;

/** Problem details (RFC 9457) plus our `code`; `errors` names fields where the request's body was wrong. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: errorCodeSchema,
  detail: z.string(),
  correlationId: z.string(),
  errors: z.array(fieldErrorSchema).optional(),
  /** Of `limit_exceeded`, where it was one of the tenant's limits. */
  reason: limitReasonSchema.optional(),
});
export type Problem = z.infer<typeof problemSchema>;
