import { lambdaCode } from "@annex/contract";

/** What an uploaded zip may hold. Bytes. */
export const zipLimits = {
  ...lambdaCode,
  entries: 10_000,
  /** Unpacked to packed, of the whole: a real program does not shrink a hundredfold. */
  ratio: 100,
  pathLength: 500,
  /** Folders within folders. */
  depth: 100,
  /** Of each part of a path, as file systems have it. */
  nameBytes: 255,
} as const;
