const packageFile = /^nodejs\/node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/;

/** The npm packages that a layer holds where Lambda looks for them: `nodejs/node_modules`. */
export function packagesIn(entries: readonly { readonly path: string }[]): string[] {
  return entries.flatMap(({ path }) => packageFile.exec(path)?.[1] ?? []).sort();
}
