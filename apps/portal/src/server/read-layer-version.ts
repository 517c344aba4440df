import { createLayerVersionQuerySchema, lambdaCode } from "@annex/contract";
import { readBytes } from "./read-body";
import type { RouteCall } from "./route";

/** A layer's next version, as a request brings it: the zip as its body. @throws AppError `payload_too_large`. */
export async function readLayerVersion({ param, query, request }: RouteCall<unknown>) {
  const { message, runtimes } = query(createLayerVersionQuerySchema);
  const bytes = await readBytes(
    request,
    lambdaCode.zipBytes,
    "A zip has at most 50 MB. Leave out what functions do not need.",
  );
  return { layerId: param("id"), message, runtimes, bytes };
}
