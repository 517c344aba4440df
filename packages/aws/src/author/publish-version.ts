import { AppError } from "@annex/contract";
import { PublishVersionCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

interface Publication {
  readonly name: string;
  /** What $LATEST must hold; another code is refused. */
  readonly codeSha256: string;
  readonly description: string;
}

/**
 * Publishes $LATEST and returns the version's number. Without a change since the last version Lambda answers that
 * one, so a repeated try publishes nothing twice.
 * @throws AppError.
 */
export async function publishVersion(author: Author, { name, codeSha256, description }: Publication): Promise<string> {
  await author.control.take();
  const command = new PublishVersionCommand({ FunctionName: name, CodeSha256: codeSha256, Description: description });
  const { Version } = await author.lambda.send(command).catch((error) => {
    throw toAppError(error, "PublishVersion");
  });
  if (!Version) throw new AppError("upstream_failed", "PublishVersion answered without a version.");
  return Version;
}
