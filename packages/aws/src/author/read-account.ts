import { GetAccountSettingsCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

/** What an account may have in a region and has: invocations at once, and code of all functions and layers in bytes. */
export interface AccountState {
  readonly concurrencyLimit: number;
  readonly codeBytes: number;
  readonly codeBytesLimit: number;
  readonly functions: number;
}

/** Lambda's limits and use of the cell's account. @throws AppError. */
export async function readAccount(author: Author): Promise<AccountState> {
  await author.reads.take();
  const answer = await author.lambda.send(new GetAccountSettingsCommand({})).catch((error) => {
    throw toAppError(error, "GetAccountSettings");
  });
  return {
    concurrencyLimit: answer.AccountLimit?.ConcurrentExecutions ?? 0,
    codeBytes: answer.AccountUsage?.TotalCodeSize ?? 0,
    codeBytesLimit: answer.AccountLimit?.TotalCodeSize ?? 0,
    functions: answer.AccountUsage?.FunctionCount ?? 0,
  };
}
