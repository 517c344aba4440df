import { lambdaCode } from "@annex/contract";

/** What an uploaded zip may hold. Bytes. */
export const zipLimits = {
  ...lambdaCode,
  entries: 10_000,
  /** Unpacked to packed, of the whole: a real program does not shrink a hundredfold. */
  ratio: 100,
  pathLength: 500,
} as const;
