/** Where a cell is: `endpoint` null is AWS, otherwise the engine's URL. */
export interface CellTarget {
  readonly region: string;
  readonly endpoint: string | null;
}

/** A long-lived access key; absent where AWS's default chain (an instance role) gives credentials. */
export interface CellCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The key belongs to the engine: a cell of AWS is opened with what AWS's own chain gives. */
export function keyFor(
  { endpoint }: CellTarget,
  credentials: CellCredentials | undefined,
): { readonly credentials?: CellCredentials } {
  return endpoint === null || !credentials ? {} : { credentials };
}
