import { createHash } from "node:crypto";
import { compare, satisfies, valid } from "@renovatebot/pep440";
import type { PackageSources } from "../../package-sources.ts";
import { PackageProblem } from "../package-problem.ts";
import { fetchBytes } from "./fetch-bytes.ts";
import { readMetadata } from "./read-wheel.ts";
import { normalise } from "./requirement-name.ts";
import { type IndexFile, indexAccept, readIndex } from "./simple-index.ts";
import { type PythonPlatform, parseWheelName, rankWheel } from "./wheel-name.ts";

/** A version with the wheel of it that runs there. */
export interface Candidate {
  readonly name: string;
  readonly version: string;
  readonly file: IndexFile;
}

export interface Project {
  /** Newest first. */
  readonly candidates: readonly Candidate[];
  /** Versions that have files, none of which runs there without compiling; or which are for another Python. */
  readonly unfit: ReadonlySet<string>;
}

const mostIndexBytes = 64 * 1024 * 1024;
const mostWheelBytes = 100 * 1024 * 1024;

/** The values of a header of METADATA, which has a mail's form: headers, an empty line, a description. */
function headers(metadata: string, name: string): string[] {
  const head = metadata.replaceAll("\r\n", "\n").split("\n\n", 1)[0] ?? "";
  return head
    .split("\n")
    .filter((line) => line.toLowerCase().startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).trim());
}

/** `certifi-2024.2.2.tar.gz`: the version of a file that is no wheel. */
function sourceVersion(fileName: string, name: string): string | null {
  const base = fileName.replace(/\.(tar\.gz|zip|tar\.bz2|tgz)$/, "");
  const version = base.slice(name.length + 1);
  return base !== fileName && normalise(base.slice(0, name.length)) === name && valid(version) ? version : null;
}

export const versionKey = (version: string) => version.toLowerCase();

/** What one index offers for one Python; each thing is asked for once. */
export class PackageIndex {
  readonly #sources: PackageSources;
  readonly #python: PythonPlatform;
  readonly #projects = new Map<string, Promise<Project | null>>();
  readonly #needs = new Map<string, Promise<readonly string[] | null>>();
  readonly #wheels = new Map<string, Promise<Buffer>>();

  constructor(sources: PackageSources, python: PythonPlatform) {
    this.#sources = sources;
    this.#python = python;
  }

  /** Null where there is no such project. */
  project(name: string): Promise<Project | null> {
    return remembered(this.#projects, name, () => this.#loadProject(name));
  }

  /** The texts of `Requires-Dist`; null where the wheel itself says that it is for another Python. */
  needs(candidate: Candidate): Promise<readonly string[] | null> {
    return remembered(this.#needs, candidate.file.url, () => this.#loadNeeds(candidate));
  }

  /** @throws PackageProblem where its checksum is not the one that the index says. */
  wheel({ fileName, url, sha256 }: Pick<IndexFile, "fileName" | "url" | "sha256">): Promise<Buffer> {
    return remembered(this.#wheels, url, async () => {
      const fetched = await fetchBytes(url, { what: fileName, ca: this.#sources.extraCa, mostBytes: mostWheelBytes });
      if (!fetched) throw new PackageProblem(`The package index lists ${fileName}, and does not have it.`);
      const found = createHash("sha256").update(fetched.bytes).digest("hex");
      if (sha256 !== null && found !== sha256)
        throw new PackageProblem(`${fileName} is not what the package index says it is: its SHA-256 is ${found}.`);
      return fetched.bytes;
    });
  }

  async #loadProject(name: string): Promise<Project | null> {
    const { pythonIndex, extraCa } = this.#sources;
    const address = `${pythonIndex.replace(/\/+$/, "")}/${name}/`;
    const wanted = { what: name, ca: extraCa, mostBytes: mostIndexBytes, accept: indexAccept };
    const fetched = await fetchBytes(address, wanted);
    if (!fetched) return null;
    const best = new Map<string, Candidate & { readonly rank: number }>();
    const all = new Set<string>();
    for (const file of readIndex(name, fetched)) {
      const wheel = parseWheelName(file.fileName);
      const version = wheel ? wheel.version : sourceVersion(file.fileName, name);
      if (!version || !valid(version)) continue;
      const key = versionKey(version);
      all.add(key);
      const rank = wheel && this.#runs(file.requiresPython) ? rankWheel(wheel, this.#python) : null;
      if (rank !== null && rank < (best.get(key)?.rank ?? Number.POSITIVE_INFINITY))
        best.set(key, { name, version, file, rank });
    }
    const candidates = [...best.values()].sort((a, b) => compare(b.version, a.version));
    return { candidates, unfit: new Set([...all].filter((version) => !best.has(version))) };
  }

  #runs(requiresPython: string | null): boolean {
    if (requiresPython === null) return true;
    return satisfies(this.#python.version, requiresPython.replaceAll(/\s+/g, ""), { prereleases: true });
  }

  async #loadNeeds({ name, version, file }: Candidate): Promise<readonly string[] | null> {
    const metadata = (await this.#fetchMetadata(file)) ?? (await readMetadata(await this.wheel(file), file.fileName));
    const [named = ""] = headers(metadata, "name");
    if (normalise(named) !== name)
      throw new PackageProblem(`${file.fileName} says that it is ${named || "nothing"}, and not ${name} ${version}.`);
    const [requiresPython] = headers(metadata, "requires-python");
    return this.#runs(requiresPython || null) ? headers(metadata, "requires-dist") : null;
  }

  async #fetchMetadata({ hasMetadata, url, fileName }: IndexFile): Promise<string | null> {
    if (!hasMetadata) return null;
    const wanted = { what: `${fileName}.metadata`, ca: this.#sources.extraCa, mostBytes: 2 * 1024 * 1024 };
    return (await fetchBytes(`${url}.metadata`, wanted))?.bytes.toString("utf8") ?? null;
  }
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key);
  if (found) return found;
  const fresh = make();
  known.set(key, fresh);
  return fresh;
}
