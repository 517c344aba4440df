import { AppError } from "@annex/contract";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

interface RunnerCall {
  readonly name: string;
  /** Names the execution environment: invocations of another ID never share it. */
  readonly tenantId: string;
  readonly payload: unknown;
}

/**
 * Calls one of the platform's own runner functions and returns what it answered (unknown: parse it).
 * @throws AppError `upstream_failed` when the runner itself failed; its cause holds what Lambda said.
 */
export async function invokeRunner(author: Author, { name, tenantId, payload }: RunnerCall): Promise<unknown> {
  const command = new InvokeCommand({ FunctionName: name, TenantId: tenantId, Payload: JSON.stringify(payload) });
  const answer = await author.lambda.send(command).catch((error) => {
    throw toAppError(error, "Invoke");
  });
  const text = answer.Payload?.transformToString() ?? "null";
  if (answer.FunctionError)
    throw new AppError("upstream_failed", "The platform's runner failed. Try again.", {
      detail: { name, answer: text },
    });
  return JSON.parse(text);
}
