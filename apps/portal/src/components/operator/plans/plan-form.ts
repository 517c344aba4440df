import { type LimitKey, type Plan, type PlanLimits, planLimitsSchema, savePlanSchema } from "@annex/contract";
import { useState } from "react";
import { limitUnits } from "./limit-units";

export const limitKeys = planLimitsSchema.keyof().options;

/** What a new plan begins with. */
const firstLimits: PlanLimits = {
  functions: 50,
  releases: 200,
  memoryMb: 1024,
  timeoutMs: 30_000,
  codeBytes: 50_000_000,
  concurrency: 20,
  requestsPerSecond: 50,
  invocationsPerDay: 100_000,
  spendCentsPerDay: 500,
  retentionDays: 30,
};

const written = (key: LimitKey, value: number) => String(Number((value / limitUnits[key].scale).toFixed(4)));

function writtenLimits(limits: PlanLimits): Record<LimitKey, string> {
  return {
    functions: written("functions", limits.functions),
    releases: written("releases", limits.releases),
    memoryMb: written("memoryMb", limits.memoryMb),
    timeoutMs: written("timeoutMs", limits.timeoutMs),
    codeBytes: written("codeBytes", limits.codeBytes),
    concurrency: written("concurrency", limits.concurrency),
    requestsPerSecond: written("requestsPerSecond", limits.requestsPerSecond),
    invocationsPerDay: written("invocationsPerDay", limits.invocationsPerDay),
    spendCentsPerDay: written("spendCentsPerDay", limits.spendCentsPerDay),
    retentionDays: written("retentionDays", limits.retentionDays),
  };
}

/** An empty field is no number: 0 is one. */
const read = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

/** The texts of a plan's form, and what they make once they are right. */
export function usePlanForm(plan: Plan | null) {
  const [key, setKey] = useState(plan?.key ?? "");
  const [name, setName] = useState(plan?.name ?? "");
  const [price, setPrice] = useState(plan?.priceUsd?.toString() ?? "");
  const [texts, setTexts] = useState(() => writtenLimits(plan?.limits ?? firstLimits));
  const limits = Object.fromEntries(
    limitKeys.map((limit) => [limit, Math.round(read(texts[limit]) * limitUnits[limit].scale)]),
  );
  const parsed = savePlanSchema.safeParse({ name, priceUsd: price.trim() === "" ? null : read(price), limits });
  const issue = (...path: string[]) =>
    parsed.error?.issues.find((found) => found.path.join(".") === path.join("."))?.message;
  return { key, setKey, name, setName, price, setPrice, texts, setTexts, parsed, issue };
}
