import { AppError } from "@annex/contract";
import type { Stop } from "./load-stops.ts";

/** What is told of everything that a suspended tenant asks for. */
export function suspendedRefusal(): AppError {
  return new AppError("tenant_suspended", "The tenant is suspended. Ask the operator of the platform.");
}

/** What is told of a stop: `paused`, or of a budget that throttles `limit_exceeded` with the reason `budget`. */
export function refusalOf({ perSecond, message }: Stop): AppError {
  if (perSecond === null) return new AppError("paused", message);
  return new AppError("limit_exceeded", message, { reason: "budget", retryAfterSeconds: 1 });
}
