import { createLayerVersionQuerySchema } from "@annex/contract";
import { readBytes } from "./read-body";
import type { RouteCall } from "./route";

const maxZipBytes = 6 * 1024 * 1024;

/** A layer's next version, as a request brings it: the zip as its body. @throws AppError `payload_too_large`. */
export async function readLayerVersion({ param, query, request }: RouteCall<unknown>) {
  const { message, runtimes } = query(createLayerVersionQuerySchema);
  const bytes = await readBytes(request, maxZipBytes, "A zip has at most 6 MB. Leave out what functions do not need.");
  return { layerId: param("id"), message, runtimes, bytes };
}
