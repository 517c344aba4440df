import { AppError, checkJsonDepth, checkJsonValues } from "@annex/contract";

const maxJsonBytes = 8_000_000;
/** No field mapping takes more. What is large in a request is text: source files. */
const mostValues = 200_000;

/**
 * Reads a body and stops as soon as it is too large.
 * @throws AppError `payload_too_large` with `tooLarge` as its message.
 */
export async function readBytes(
  request: Request,
  maxBytes: number,
  tooLarge: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new AppError("payload_too_large", tooLarge);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws AppError `invalid_request` for what is not JSON, nested too deep or of too many values, `payload_too_large` above `maxBytes`, 8 MB where it is left out. */
export async function readJson(request: Request, maxBytes = maxJsonBytes): Promise<unknown> {
  if (!request.headers.get("content-type")?.startsWith("application/json")) {
    throw new AppError("invalid_request", "Send the body as application/json.");
  }
  const bytes = await readBytes(request, maxBytes, `The request has more than ${maxBytes / 1000} kB.`);
  const json = new TextDecoder().decode(bytes);
  checkJsonDepth(json);
  checkJsonValues(json, mostValues);
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new AppError("invalid_request", "The body is not JSON.", { cause });
  }
}
