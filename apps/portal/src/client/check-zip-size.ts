import { lambdaCode } from "@annex/contract";
import { formatBytes } from "@/format/units";
import { ApiError } from "./api-error";

/** Before a byte is sent: a server that stops reading looks like a lost connection. @throws ApiError above 50 MB. */
export function checkZipSize({ name, size }: File): void {
  if (size <= lambdaCode.zipBytes) return;
  throw new ApiError(
    `${name} has ${formatBytes(size)}; Lambda takes zips of ${formatBytes(lambdaCode.zipBytes)}.`,
    null,
  );
}
