import { AppError, type LimitReason, type PlanLimits, type TenantUsage } from "@annex/contract";

export type DailyLimits = Pick<PlanLimits, "invocationsPerDay" | "spendCentsPerDay">;

const dayMs = 86_400_000;

function refusal(reason: LimitReason, message: string, now: number): AppError {
  const retryAfterSeconds = Math.ceil((dayMs - (now % dayMs)) / 1000);
  return new AppError("limit_exceeded", `${message} It goes on at 00:00 UTC.`, { retryAfterSeconds, reason });
}

/**
 * Whether anything is left of a tenant's day (UTC); `now` in epoch milliseconds.
 * @throws AppError `limit_exceeded` with the reason `daily_invocations` or `daily_spend` and the seconds to midnight.
 */
export function checkDay(
  { invocations, spendUsd }: Omit<TenantUsage, "day">,
  { invocationsPerDay, spendCentsPerDay }: DailyLimits,
  now: number,
): void {
  if (invocations >= invocationsPerDay)
    throw refusal("daily_invocations", `The tenant's ${invocationsPerDay} invocations of today are used up.`, now);
  if (spendUsd * 100 >= spendCentsPerDay)
    throw refusal("daily_spend", `The tenant's ${spendCentsPerDay / 100} USD of today are used up.`, now);
}
