import { createHash } from "node:crypto";
import { type Package, type PackageTypes, packageSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";

const rowsSchema = z.array(z.object({ packages: z.array(packageSchema), language: z.string(), kind: z.string() }));

export interface DraftPackages {
  readonly packages: readonly Package[];
  /** Names the set of packages, in whatever order they were added. */
  readonly key: string;
}

/** The npm packages of a saved draft; none of a zip, or of another language. Its code is not read. */
export async function draftPackages(tx: Tx, functionId: string): Promise<DraftPackages> {
  const rows = await tx.$queryRaw`
    SELECT content->'packages' AS packages, content->>'language' AS language, content->'source'->>'kind' AS kind
    FROM drafts WHERE function_id = ${functionId}::uuid`;
  const [row] = rowsSchema.parse(rows);
  const has = row !== undefined && row.language !== "python" && row.kind === "files";
  const packages = has ? row.packages.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : [];
  return { packages, key: createHash("sha256").update(JSON.stringify(packages)).digest("hex") };
}

/** Nothing to ask for: a draft without packages. */
export const noTypes: PackageTypes = { state: "done", files: {}, untyped: [], problem: null };
