/** SQLite's codes for "an I/O error" and "the disk is full", the system's for a full disk and a full quota. */
const sqliteCodes = new Set([10, 13]);
const systemCodes = new Set(["ENOSPC", "EDQUOT"]);

/** The disk took no more: nothing was changed, and the same write may work later. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && systemCodes.has(String(error.code))) return true;
  return "errcode" in error && typeof error.errcode === "number" && sqliteCodes.has(error.errcode & 0xff);
}
