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
