import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

export interface PublishedVersion {
  /** The function's, without a version. */
  readonly functionArn: string;
  readonly codeSha256: string;
}

/** A published version; null where the function or the version is not there. @throws AppError. */
export async function readVersion(author: Author, name: string, version: string): Promise<PublishedVersion | null> {
  await author.reads.take();
  try {
    const command = new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: version });
    const { FunctionArn = "", CodeSha256 = "" } = await author.lambda.send(command);
    return { functionArn: FunctionArn.split(":").slice(0, 7).join(":"), codeSha256: CodeSha256 };
  } catch (error) {
    const known = toAppError(error, "GetFunctionConfiguration");
    if (known.code === "not_found") return null;
    throw known;
  }
}
