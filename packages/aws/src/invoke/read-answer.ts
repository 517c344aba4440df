import { z } from "zod";
import { decodeEvents, type EventMessage } from "./decode-events.ts";
import type { InvokeOutput, InvokeSink } from "./invoke-driver.ts";

const completeSchema = z.object({
  ErrorCode: z.string().optional(),
  ErrorDetails: z.string().optional(),
  LogResult: z.string().optional(),
});

/** How a streamed answer ended, as InvokeComplete tells it. */
export function endOf(complete: z.infer<typeof completeSchema>): Omit<InvokeOutput, "requestId"> {
  const { ErrorCode: functionError, ErrorDetails: payload = "", LogResult: log = "" } = complete;
  return { payload, functionError, logTail: Buffer.from(log, "base64").toString("utf8") };
}

/** What broke a stream off on Lambda's side, by the name that it gives. */
function breakOf({ headers, payload }: EventMessage): Error {
  const error = new Error(headers[":error-message"] ?? payload.toString("utf8"));
  error.name = headers[":exception-type"] ?? headers[":error-code"] ?? "UnknownError";
  return error;
}

/**
 * Hands a streamed answer on, chunk by chunk. @returns how it ended. Throws where it broke off.
 * https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
 */
export async function readAnswer(
  body: AsyncIterable<Buffer>,
  sink: InvokeSink,
): Promise<Omit<InvokeOutput, "requestId">> {
  let complete: Omit<InvokeOutput, "requestId"> | undefined;
  for await (const message of decodeEvents(body)) {
    const { ":message-type": kind, ":event-type": type } = message.headers;
    if (kind !== "event") throw breakOf(message);
    if (type === "PayloadChunk") await sink.chunk(message.payload);
    if (type === "InvokeComplete") complete = endOf(completeSchema.parse(JSON.parse(message.payload.toString("utf8"))));
  }
  if (!complete) throw Object.assign(new Error("the answer ended early"), { code: "UND_ERR_SOCKET" });
  return complete;
}
