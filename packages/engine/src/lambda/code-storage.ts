import { AwsError } from "../http/aws-error.ts";
import type { Lambda } from "./context.ts";

/** Bytes of all zips of functions, their versions and layers. */
export function codeStorageUsed({ functions, layers }: Pick<Lambda, "functions" | "layers">): number {
  const ofFunctions = functions
    .all()
    .flatMap(({ latest, versions }) => [latest, ...Object.values(versions)].map(({ codeSize }) => codeSize));
  const ofLayers = layers.all().flatMap(({ versions }) => Object.values(versions).map(({ codeSize }) => codeSize));
  return [...ofFunctions, ...ofLayers].reduce((sum, size) => sum + size, 0);
}

/** @throws AwsError `CodeStorageExceededException` where the account has no room for another zip. */
export function checkCodeStorage(lambda: Lambda, zip: Buffer): void {
  if (codeStorageUsed(lambda) + zip.length <= lambda.codeStorageBytes) return;
  throw new AwsError("CodeStorageExceededException", 400, "Code storage limit exceeded.");
}
