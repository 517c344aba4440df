/** A file or folder of the host that the sandbox sees read-only at `target`. */
export interface Mount {
  readonly source: string;
  readonly target: string;
}

/** The bubblewrap arguments for mounts. */
export function bindArguments(mounts: readonly Mount[]): string[] {
  return mounts.flatMap(({ source, target }) => ["--ro-bind", source, target]);
}
