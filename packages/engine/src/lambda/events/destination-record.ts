import type { InvokeResult } from "../../execution/types.ts";
import type { Event } from "./event.ts";

export type Condition = "Success" | "RetriesExhausted" | "EventAgeExceeded";

interface Ended {
  readonly event: Event;
  readonly functionArn: string;
  readonly condition: Condition;
  readonly payload: Buffer;
  readonly result: InvokeResult | undefined;
}

/** The payload as JSON; what a function answers may be any text. */
function toJson(payload: Buffer): unknown {
  const text = payload.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * What a destination is told of an asynchronous invocation that ended.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function destinationRecord({ event, functionArn, condition, payload, result }: Ended): object {
  const { functionError } = result ?? {};
  return {
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn,
      condition,
      approximateInvokeCount: event.attempts + (condition === "Success" ? 1 : 0),
    },
    requestPayload: toJson(payload),
    ...(result
      ? {
          responseContext: {
            statusCode: 200,
            executedVersion: event.version,
            ...(functionError === undefined ? {} : { functionError }),
          },
          responsePayload: toJson(result.payload),
        }
      : {}),
  };
}
