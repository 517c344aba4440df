import { DeleteLayerVersionCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

/** Removes a layer that `ensureLayer` made; one that is not there is fine. @throws AppError. */
export async function deleteLayer(author: Author, name: string): Promise<void> {
  await author.control.take();
  try {
    await author.lambda.send(new DeleteLayerVersionCommand({ LayerName: name, VersionNumber: 1 }));
  } catch (error) {
    const known = toAppError(error, "DeleteLayerVersion");
    if (known.code !== "not_found") throw known;
  }
}
