import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { PackageLock } from "@annex/contract";
import Arborist from "@npmcli/arborist";
import type { BuildRequest } from "../build-request.ts";
import { PackageProblem } from "./package-problem.ts";

type Wanted = Pick<BuildRequest, "packages" | "sources"> & Partial<Pick<BuildRequest, "kept" | "asOf">>;

export interface InstalledPackages {
  readonly folder: string;
  /** Every package that came along: name to exact version and, where it is known, the checksum of what was fetched. */
  readonly versions: Record<string, string>;
}

const root = "/tmp/packages";
const known = new Map<string, InstalledPackages>();

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "");

function explain(error: unknown, packages: Wanted["packages"]): PackageProblem {
  const code = codeOf(error);
  const said = error instanceof Error ? error.message : String(error);
  const named = packages.find(({ name }) => said.includes(name));
  const what = named ? `${named.name}@${named.version}` : packages.map(({ name }) => name).join(", ");
  if (code === "ETARGET") return new PackageProblem(`${what} does not exist: the package has no such version.`);
  if (code === "E404") return new PackageProblem(`${what} does not exist in the package registry.`);
  if (code === "ERESOLVE")
    return new PackageProblem(`These packages need different versions of each other: ${what}. Change a version.`);
  if (code === "EINTEGRITY")
    return new PackageProblem(
      `The package registry gave other bytes than it says, or than the last build fetched: ${said.split("\n")[0]}`,
    );
  return new PackageProblem(`The package registry did not give ${what} (${code || said}). Deploy again in a moment.`);
}

/** `1.2.3 sha512-…`: what a lock says of a package. */
function lockLine(version: string, integrity: string | null | undefined): string {
  return integrity ? `${version} ${integrity}` : version;
}

/** A lock of npm's first form, which tells versions alone: npm keeps those that fit and looks the rest up. */
function writeLock(folder: string, kept: PackageLock): void {
  const dependencies = Object.fromEntries(
    Object.entries(kept).map(([name, line]) => {
      const [version, integrity] = line.split(" ");
      return [name, { version, ...(integrity ? { integrity } : {}) }];
    }),
  );
  writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify({ lockfileVersion: 1, dependencies }));
}

async function install(folder: string, request: Wanted): Promise<Record<string, string>> {
  const { packages, kept = {} } = request;
  const { npmRegistry, extraCa } = request.sources;
  mkdirSync(folder, { recursive: true });
  const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "function", private: true, dependencies }));
  if (Object.keys(kept).length > 0) writeLock(folder, kept);
  const arborist = new Arborist({
    path: folder,
    registry: npmRegistry,
    cache: "/tmp/package-cache",
    ignoreScripts: true,
    binLinks: false,
    audit: false,
    fund: false,
    save: false,
    ...(extraCa ? { ca: extraCa } : {}),
  });
  const tree = await arborist.reify({ save: false });
  const nodes = [...tree.inventory.values()].filter((node) => !node.isRoot);
  return Object.fromEntries(nodes.map(({ name, version, integrity }) => [name, lockLine(version, integrity)]));
}

/** A version that is kept may be gone from the registry: then all is chosen anew. */
async function installAnyway(folder: string, request: Wanted): Promise<Record<string, string>> {
  try {
    return await install(folder, request);
  } catch (error) {
    if (!request.kept || !["ETARGET", "E404"].includes(codeOf(error))) throw error;
    rmSync(folder, { recursive: true, force: true });
    return install(folder, { ...request, kept: {} });
  }
}

/** Installs exact versions without running a script of theirs; the same set again is there at once. */
export async function installPackages(request: Wanted): Promise<InstalledPackages> {
  const { packages, kept, asOf } = request;
  const key = createHash("sha256")
    .update(JSON.stringify([packages, kept, asOf]))
    .digest("hex")
    .slice(0, 16);
  const folder = path.join(root, key);
  const there = known.get(key);
  if (there && existsSync(folder)) return there;
  rmSync(folder, { recursive: true, force: true });
  if (request.packages.length === 0) return { folder: root, versions: {} };
  try {
    const installed = { folder, versions: await installAnyway(folder, request) };
    known.set(key, installed);
    return installed;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw explain(error, request.packages);
  }
}
