import { AppError } from "@annex/contract";

/** Whether a call was refused for the moment, by a limit, a budget or a pause: neither its fault nor the function's. */
export function isStopped(error: unknown): boolean {
  return error instanceof AppError && (error.code === "limit_exceeded" || error.code === "paused");
}
