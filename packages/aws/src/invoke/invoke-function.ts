import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { toCellError } from "./to-cell-error.ts";

export interface InvokeInput {
  readonly functionName: string;
  /** Version number or alias. */
  readonly qualifier: string;
  readonly payload: string;
  /** Goes to the handler's `context.clientContext.custom`. */
  readonly custom: Readonly<Record<string, string | number>>;
  /** Aborted when nobody waits for the answer any longer. */
  readonly signal: AbortSignal;
}

export interface InvokeOutput {
  readonly payload: string;
  readonly functionError: string | undefined;
  readonly requestId: string | undefined;
  /** The last 4 KB of the log: its REPORT line tells duration and memory. */
  readonly logTail: string;
}

/** Lambda's Invoke. @throws AppError when Lambda itself refused or failed; a failing handler is an answer. */
export async function invokeFunction(client: LambdaClient, input: InvokeInput): Promise<InvokeOutput> {
  const command = new InvokeCommand({
    FunctionName: input.functionName,
    Qualifier: input.qualifier,
    Payload: Buffer.from(input.payload),
    ClientContext: Buffer.from(JSON.stringify({ custom: input.custom })).toString("base64"),
    LogType: "Tail",
  });
  try {
    const answer = await client.send(command, { abortSignal: input.signal });
    return {
      payload: answer.Payload?.transformToString() ?? "null",
      functionError: answer.FunctionError,
      requestId: answer.$metadata.requestId,
      logTail: Buffer.from(answer.LogResult ?? "", "base64").toString("utf8"),
    };
  } catch (error) {
    throw toCellError(error, "Invoke");
  }
}
