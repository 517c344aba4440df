import { gunzipSync } from "node:zlib";
import { type PackageTypes, packageTypesSchema } from "@annex/contract";
import type { PackageTypes as PackageTypesRow } from "@annex/db";

const stateSchema = packageTypesSchema.shape.state;
const filesSchema = packageTypesSchema.shape.files;
/** The builder packs 3 MB of declarations at most; what a sandbox says is not believed. */
const mostBytes = 32_000_000;

export function toPackageTypes({ state, files, untyped, problem }: PackageTypesRow): PackageTypes {
  const unpack = (packed: Uint8Array) => gunzipSync(packed, { maxOutputLength: mostBytes }).toString("utf8");
  const texts = files === null ? {} : filesSchema.parse(JSON.parse(unpack(files)));
  return { state: stateSchema.parse(state), files: texts, untyped, problem };
}
