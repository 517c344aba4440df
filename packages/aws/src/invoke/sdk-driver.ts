import { InvokeCommand, InvokeWithResponseStreamCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { CellTarget } from "../cell-target.ts";
import { clientOptions } from "../client-options.ts";
import { clientContextOf, type InvokeDriver, invokeTimeoutMs, type SessionCredentials } from "./invoke-driver.ts";
import { endOf } from "./read-answer.ts";

/** Invoke through the AWS SDK: the reference that the lean driver is proven equal to. */
export function createSdkDriver(cell: CellTarget): InvokeDriver {
  const options = clientOptions(cell, { requestTimeoutMs: invokeTimeoutMs, maxSockets: 200 });
  const clients = new WeakMap<SessionCredentials, LambdaClient>();

  /** One for each session; all of them share the cell's connections. */
  const clientOf = (credentials: SessionCredentials): LambdaClient => {
    const client = clients.get(credentials) ?? new LambdaClient({ ...options, credentials, maxAttempts: 1 });
    clients.set(credentials, client);
    return client;
  };

  return {
    async invoke(credentials, input) {
      const command = new InvokeCommand({
        FunctionName: input.functionName,
        Qualifier: input.qualifier,
        Payload: Buffer.from(input.payload),
        ClientContext: clientContextOf(input),
        LogType: "Tail",
      });
      const answer = await clientOf(credentials).send(command, { abortSignal: input.signal });
      return {
        payload: answer.Payload?.transformToString() ?? "null",
        functionError: answer.FunctionError,
        requestId: answer.$metadata.requestId,
        logTail: Buffer.from(answer.LogResult ?? "", "base64").toString("utf8"),
      };
    },
    async invokeStreaming(credentials, input, sink) {
      const command = new InvokeWithResponseStreamCommand({
        FunctionName: input.functionName,
        Qualifier: input.qualifier,
        Payload: Buffer.from(input.payload),
        ClientContext: clientContextOf(input),
        LogType: "Tail",
      });
      const answer = await clientOf(credentials).send(command, { abortSignal: input.signal });
      sink.begin();
      let complete: ReturnType<typeof endOf> | undefined;
      for await (const { PayloadChunk: chunk, InvokeComplete: end } of answer.EventStream ?? []) {
        if (chunk?.Payload) await sink.chunk(Buffer.from(chunk.Payload));
        if (end) complete = endOf(end);
      }
      if (!complete) throw Object.assign(new Error("the answer ended early"), { code: "UND_ERR_SOCKET" });
      return { ...complete, requestId: answer.$metadata.requestId };
    },
    close: () => options.requestHandler.destroy(),
  };
}
