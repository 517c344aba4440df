/** What an uploaded zip may hold. Bytes. */
export const zipLimits = {
  /** The HTTP API carries 6 MB at most. */
  packedBytes: 6 * 1024 * 1024,
  unpackedBytes: 250 * 1024 * 1024,
  entries: 10_000,
  /** Unpacked to packed, of the whole: a real program does not shrink a hundredfold. */
  ratio: 100,
  pathLength: 500,
} as const;
