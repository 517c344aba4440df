import { z } from "zod";

const npmName = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const npmVersion = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/;
/** Lower case, and extras as PEP 508 writes them: `requests[socks]`. */
const pythonName = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?(?:\[[a-z0-9][a-z0-9._-]*(?:,[a-z0-9][a-z0-9._-]*)*\])?$/;
/** PEP 440: `2.32.3`, `2024.2`, `1.0rc1`, `1!2.0.post1`. */
const pythonVersion =
  /^(?:\d+!)?\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?(?:\.post\d+)?(?:\.dev\d+)?(?:\+[a-z0-9]+(?:\.[a-z0-9]+)*)?$/;

/** An npm or Python package that the tenant adds, in an exact version; `packageProblem` tells which of the two it can be. */
export const packageSchema = z.object({
  name: z
    .string()
    .max(214)
    .refine((name) => npmName.test(name) || pythonName.test(name), "A package name, such as ibantools"),
  version: z
    .string()
    .max(60)
    .refine((version) => npmVersion.test(version) || pythonVersion.test(version), "An exact version, such as 4.5.1"),
});
export type Package = z.infer<typeof packageSchema>;

/** Where packages come from. */
export const packageKindSchema = z.enum(["npm", "python"]);
export type PackageKind = z.infer<typeof packageKindSchema>;

/** Why a package cannot be asked for there, in words; null where it can. */
export function packageProblem(kind: PackageKind, { name, version }: Package): string | null {
  const [names, versions] = kind === "npm" ? [npmName, npmVersion] : [pythonName, pythonVersion];
  if (!names.test(name)) return `${name} is no ${kind === "npm" ? "npm" : "Python"} package's name.`;
  if (versions.test(version)) return null;
  return `${version} is no exact version of ${name}. Write one such as ${kind === "npm" ? "4.5.1" : "2.32.3"}.`;
}

/**
 * What a build fetched: name to exact version and, after a space, the checksum of what was fetched where it is known
 * (`1.2.3 sha512-…` of npm, `2.32.3 sha256:…` of Python).
 */
export const packageLockSchema = z.record(z.string(), z.string());
export type PackageLock = z.infer<typeof packageLockSchema>;
