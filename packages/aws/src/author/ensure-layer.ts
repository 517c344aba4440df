import { AppError } from "@annex/contract";
import { PublishLayerVersionCommand, type Runtime } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";
import { readLayer } from "./read-layer.ts";

/** A layer as it shall be in Lambda: each of our versions is a Lambda layer of its own, with the one version 1. */
export interface WantedLayer {
  readonly name: string;
  readonly description: string;
  readonly runtimes: readonly Runtime[];
  readonly zip: Uint8Array;
}

/**
 * Publishes a layer unless an earlier try did; @returns its ARN with the version.
 * @throws AppError, with the SDK's error as its cause.
 */
export async function ensureLayer(author: Author, { name, description, runtimes, zip }: WantedLayer): Promise<string> {
  const found = await readLayer(author, name);
  if (found) return found;
  await author.control.take();
  const command = new PublishLayerVersionCommand({
    LayerName: name,
    Description: description.slice(0, 256),
    CompatibleRuntimes: [...runtimes],
    Content: { ZipFile: zip },
  });
  const { LayerVersionArn } = await author.lambda.send(command).catch((error) => {
    throw toAppError(error, "PublishLayerVersion");
  });
  if (!LayerVersionArn) throw new AppError("upstream_failed", "PublishLayerVersion answered without an ARN.");
  return LayerVersionArn;
}
