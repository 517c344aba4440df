import { CreateAliasCommand, UpdateAliasCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

interface AliasTarget {
  readonly name: string;
  readonly alias: string;
  readonly version: string;
}

/** Points an alias at a version, whether or not it is there yet. @throws AppError. */
export async function pointAlias(author: Author, { name, alias, version }: AliasTarget): Promise<void> {
  const target = { FunctionName: name, Name: alias, FunctionVersion: version };
  await author.control.take();
  try {
    await author.lambda.send(new UpdateAliasCommand(target));
  } catch (error) {
    const known = toAppError(error, "UpdateAlias");
    if (known.code !== "not_found") throw known;
    await author.control.take();
    await author.lambda.send(new CreateAliasCommand(target)).catch((cause) => {
      throw toAppError(cause, "CreateAlias");
    });
  }
}
