import { invalidParameter } from "../http/aws-error.ts";

/** The architecture of the machine, which its functions run on. */
export const architecture = process.arch === "arm64" ? "arm64" : "x86_64";

/** @throws AwsError for another machine's. */
export function checkArchitectures(wanted: readonly string[] | undefined): void {
  const other = wanted?.find((name) => name !== architecture);
  if (other === undefined) return;
  throw invalidParameter(`The architecture ${other} cannot run here: this engine's machine is ${architecture}.`);
}
