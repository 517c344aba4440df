import { type InvokeRequest, invokeRequestSchema } from "@annex/contract";
import { parse } from "../parse.ts";

const longestName = 200;

/** Nothing but fields, by names of bearable length. The values came out of JSON.parse: they are JSON. */
function isPlain(body: unknown): body is InvokeRequest {
  if (typeof body !== "object" || body === null || !("fields" in body)) return false;
  const { fields } = body;
  if (typeof fields !== "object" || fields === null || Array.isArray(fields)) return false;
  if (Object.keys(body).length !== 1) return false;
  for (const name in fields) if (name.length > longestName) return false;
  return true;
}

/**
 * The body of an invocation's request, as `invokeRequestSchema` says. What holds only fields is not walked through
 * value by value: the field mapping looks at each that it reads.
 * @throws AppError `invalid_request`.
 */
export function parseInvokeRequest(body: unknown): InvokeRequest {
  return isPlain(body) ? body : parse(invokeRequestSchema, body);
}
