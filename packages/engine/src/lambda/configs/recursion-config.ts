import { type AwsResponse, json } from "../../http/aws-request.ts";
import type { Call } from "../context.ts";
import { loadTarget } from "../load-target.ts";
import { parseBody, recursionSchema } from "../requests.ts";

/** Whether a chain of destinations may come through this function for ever. */
export function putRecursionConfig(call: Call): AwsResponse {
  const { document } = loadTarget(call, "PutFunctionRecursionConfig");
  const { RecursiveLoop } = parseBody(recursionSchema, call.request.body);
  call.lambda.functions.save({ ...document, recursiveLoop: RecursiveLoop });
  return json({ RecursiveLoop });
}

export function getRecursionConfig(call: Call): AwsResponse {
  return json({ RecursiveLoop: loadTarget(call, "GetFunctionRecursionConfig").document.recursiveLoop });
}
