/** A version's Lambda layer, derived from our IDs: a retry names the same one. `tenantKey` null is the vendor's. */
export function lambdaLayerName(tenantKey: string | null, layerVersionId: string): string {
  return `annex-${tenantKey ?? "vendor"}-${layerVersionId.replaceAll("-", "")}`;
}
