import { GetLayerVersionCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

/** The ARN of the one version of a layer that `ensureLayer` made; null where there is none. @throws AppError. */
export async function readLayer(author: Author, name: string): Promise<string | null> {
  await author.reads.take();
  try {
    const answer = await author.lambda.send(new GetLayerVersionCommand({ LayerName: name, VersionNumber: 1 }));
    return answer.LayerVersionArn ?? null;
  } catch (error) {
    const known = toAppError(error, "GetLayerVersion");
    if (known.code === "not_found") return null;
    throw known;
  }
}
