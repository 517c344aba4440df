import { PassThrough } from "node:stream";
import type { InvokeResult, ResponseSink } from "../execution/types.ts";
import type { AwsResponse } from "../http/aws-request.ts";
import { encodeEvent } from "../http/event-stream.ts";
import type { Call } from "./context.ts";
import { prepareInvocation, tailOf } from "./invoke.ts";

/** The answer's event stream: a PayloadChunk for whatever the function writes, then one InvokeComplete. */
class StreamedAnswer implements ResponseSink {
  readonly body = new PassThrough({ highWaterMark: 256 << 10 });
  readonly begun: Promise<void>;
  #begin: () => void = () => {};
  #resume: () => void = () => {};

  constructor() {
    this.begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
    this.body.on("drain", () => this.#resume());
    this.body.once("close", () => this.#resume());
    this.body.on("error", () => {}); // told where the body is sent
  }

  write(bytes: Buffer): boolean {
    this.#begin();
    return this.body.write(encodeEvent("PayloadChunk", "application/octet-stream", bytes));
  }

  onceReady(resume: () => void): void {
    this.#resume = resume;
  }

  complete({ payload, functionError }: InvokeResult, tail: string | undefined): void {
    if (functionError === undefined && payload.length > 0) this.write(payload);
    const complete = {
      ...(functionError === undefined ? {} : { ErrorCode: functionError, ErrorDetails: payload.toString("utf8") }),
      ...(tail === undefined ? {} : { LogResult: tail }),
    };
    this.body.end(encodeEvent("InvokeComplete", "application/json", JSON.stringify(complete)));
  }

  fail(error: unknown): void {
    this.body.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html */
export async function invokeWithResponseStream(call: Call): Promise<AwsResponse> {
  const { invocation, headers } = prepareInvocation(call);
  if (call.request.headers["x-amz-invocation-type"] === "DryRun") return { status: 204, headers, body: "" };
  const answer = new StreamedAnswer();
  const ended = call.lambda.invoker
    .run({ ...invocation, sink: answer })
    .then((result) => answer.complete(result, tailOf(call, result)));
  ended.catch((error: unknown) => answer.fail(error));
  // Until the first byte a refusal is an error like any other; after it the stream alone can tell.
  await Promise.race([answer.begun, ended]);
  return {
    status: 200,
    headers: { "content-type": "application/vnd.amazon.eventstream", ...headers },
    body: answer.body,
  };
}
