import { z } from "zod";
import { PackageProblem } from "../package-problem.ts";
import type { Fetched } from "./fetch-bytes.ts";

/** A file that an index lists for a project. */
export interface IndexFile {
  readonly fileName: string;
  readonly url: string;
  /** Hex; null where the index does not say. */
  readonly sha256: string | null;
  readonly requiresPython: string | null;
  readonly yanked: boolean;
  /** Its metadata can be had without it, at its address with `.metadata` (PEP 658, PEP 714). */
  readonly hasMetadata: boolean;
}

/** What is asked for: JSON (PEP 691), or else the pages that every index has (PEP 503). */
export const indexAccept =
  "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

const told = z.union([z.boolean(), z.string(), z.record(z.string(), z.string())]).optional();
const projectSchema = z.object({
  files: z.array(
    z.object({
      filename: z.string().max(500),
      url: z.string().max(4000),
      hashes: z.record(z.string(), z.string()).default({}),
      "requires-python": z.string().max(200).nullish(),
      yanked: told,
      "core-metadata": told,
      "dist-info-metadata": told,
    }),
  ),
});

function fromJson({ bytes, url }: Fetched): IndexFile[] {
  const { files } = projectSchema.parse(JSON.parse(bytes.toString("utf8")));
  return files.map((file) => ({
    fileName: file.filename,
    url: new URL(file.url, url).href,
    sha256: file.hashes.sha256?.toLowerCase() ?? null,
    requiresPython: file["requires-python"] || null,
    yanked: Boolean(file.yanked),
    hasMetadata: Boolean(file["core-metadata"] ?? file["dist-info-metadata"]),
  }));
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, decimal, hex, name) => {
    if (name) return entities[name.toLowerCase()] ?? all;
    return String.fromCodePoint(Number.parseInt(decimal ?? hex, decimal ? 10 : 16) % 0x110000);
  });
}

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*(?:=\\s*(?:"([^"]*)"|'([^']*)'))?(?=[\\s>/]|$)`, "i").exec(tag);
  return found ? decode(found[1] ?? found[2] ?? "") : null;
}

function fromHtml({ bytes, url }: Fetched): IndexFile[] {
  const anchors = bytes.toString("utf8").matchAll(/<a(\s[^>]*)>([^<]*)<\/a>/gi);
  return [...anchors].flatMap(([, tag = "", text = ""]) => {
    const href = attribute(tag, "href");
    if (!href) return [];
    const address = new URL(href, url);
    const sha256 = /sha256=([0-9a-f]{64})/i.exec(address.hash)?.[1]?.toLowerCase() ?? null;
    address.hash = "";
    const metadata = attribute(tag, "data-core-metadata") ?? attribute(tag, "data-dist-info-metadata");
    return [
      {
        ...{ fileName: decode(text).trim(), url: address.href, sha256 },
        requiresPython: attribute(tag, "data-requires-python") || null,
        yanked: attribute(tag, "data-yanked") !== null,
        hasMetadata: metadata !== null && metadata !== "false",
      },
    ];
  });
}

/** Reads what an index answers for a project. @throws PackageProblem for what is no index. */
export function readIndex(project: string, fetched: Fetched): IndexFile[] {
  try {
    return fetched.contentType.includes("json") ? fromJson(fetched) : fromHtml(fetched);
  } catch (error) {
    throw new PackageProblem(`What the package index says of ${project} is not understood: ${String(error)}`);
  }
}
