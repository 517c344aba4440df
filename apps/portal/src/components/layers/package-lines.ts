import { type Package, type PackageKind, packageProblem } from "@annex/contract";

export interface PackageLines {
  readonly packages: readonly Package[];
  /** What is wrong with the first line that is; null where nothing is. */
  readonly problem: string | null;
}

/** `ibantools@4.5.1`, `requests==2.32.3`, or a name and a version with a space between. */
const shape = /^(@?[^@=\s]+)(?:@|==|\s+)(\S+)$/;

/** Reads packages, one a line, each in an exact version. */
export function readPackageLines(text: string, kind: PackageKind): PackageLines {
  const packages: Package[] = [];
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line === "") continue;
    const found = shape.exec(line);
    if (!found) return { packages, problem: `"${line}" is no package with its version.` };
    const [, name = "", version = ""] = found;
    const read = { name: kind === "python" ? name.toLowerCase() : name, version };
    const problem = packageProblem(kind, read);
    if (problem) return { packages, problem };
    packages.push(read);
  }
  return { packages, problem: null };
}

/** The same packages as lines. */
export function packageLines(packages: readonly Package[], kind: PackageKind): string {
  return packages.map(({ name, version }) => `${name}${kind === "npm" ? "@" : "=="}${version}`).join("\n");
}
