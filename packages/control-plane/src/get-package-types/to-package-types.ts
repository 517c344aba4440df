import { gunzipSync } from "node:zlib";
import { type PackageTypes, packageTypesSchema } from "@annex/contract";
import type { PackageTypes as PackageTypesRow } from "@annex/db";

const stateSchema = packageTypesSchema.shape.state;
const filesSchema = packageTypesSchema.shape.files;

export function toPackageTypes({ state, files, untyped, problem }: PackageTypesRow): PackageTypes {
  const texts = files === null ? {} : filesSchema.parse(JSON.parse(gunzipSync(files).toString("utf8")));
  return { state: stateSchema.parse(state), files: texts, untyped, problem };
}
