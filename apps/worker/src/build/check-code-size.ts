import { AppError, lambdaCode } from "@annex/contract";
import { loadLimits } from "@annex/control-plane";
import type { WorkerContext } from "../worker-context.ts";
import { sizeInWords } from "./size-in-words.ts";

interface CodeSize {
  readonly sizeBytes: number;
  readonly unpackedBytes: number;
  /** Of all layers, unpacked. */
  readonly layerBytes: number;
}

/** @throws AppError `payload_too_large` when code and layers are more than Lambda takes or the tenant may have. */
export async function checkCodeSize(
  ctx: WorkerContext,
  tenantId: string,
  { sizeBytes, unpackedBytes: codeBytes, layerBytes }: CodeSize,
): Promise<void> {
  const { plan, limits } = await loadLimits(ctx.db.operator, tenantId);
  const unpackedBytes = codeBytes + layerBytes;
  const what =
    layerBytes > 0
      ? `The code has ${sizeInWords(codeBytes)} and its layers ${sizeInWords(layerBytes)}`
      : `The code has ${sizeInWords(codeBytes)}`;
  const refuse = (message: string) => new AppError("payload_too_large", message);
  if (sizeBytes > lambdaCode.zipBytes)
    throw refuse(`The zip has ${sizeInWords(sizeBytes)}, and Lambda takes ${sizeInWords(lambdaCode.zipBytes)}.`);
  if (unpackedBytes > limits.codeBytes)
    throw refuse(`${what}, and ${sizeInWords(limits.codeBytes)} are allowed (plan ${plan.name}).`);
  if (unpackedBytes > lambdaCode.unpackedBytes)
    throw refuse(`${what}, and Lambda takes ${sizeInWords(lambdaCode.unpackedBytes)}.`);
}
