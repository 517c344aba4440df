import { GetAliasCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

export interface AliasState {
  readonly version: string;
  /** Other versions and their shares, above 0 and below 1. */
  readonly weights: Readonly<Record<string, number>>;
}

/** Where an alias points; null where the function or the alias is not there. @throws AppError. */
export async function readAlias(author: Author, name: string, alias: string): Promise<AliasState | null> {
  await author.reads.take();
  try {
    const answer = await author.lambda.send(new GetAliasCommand({ FunctionName: name, Name: alias }));
    return { version: answer.FunctionVersion ?? "", weights: answer.RoutingConfig?.AdditionalVersionWeights ?? {} };
  } catch (error) {
    const known = toAppError(error, "GetAlias");
    if (known.code === "not_found") return null;
    throw known;
  }
}
