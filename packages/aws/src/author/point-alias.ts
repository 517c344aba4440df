import { CreateAliasCommand, UpdateAliasCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

interface AliasTarget {
  readonly name: string;
  readonly alias: string;
  readonly version: string;
  /** A second version that gets a share of the invocations, above 0 and below 1; without it `version` gets all. */
  readonly other?: { readonly version: string; readonly weight: number };
}

/** Points an alias at a version, whether or not it is there yet. @throws AppError. */
export async function pointAlias(author: Author, { name, alias, version, other }: AliasTarget): Promise<void> {
  const weights = other ? { [other.version]: other.weight } : {};
  const routing = { RoutingConfig: { AdditionalVersionWeights: weights } };
  const target = { FunctionName: name, Name: alias, FunctionVersion: version, ...routing };
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
