"use client";
import { useUrlState } from "@/client/use-url-state";
import { useRange } from "../charts/use-range";

export const anyValue = "any";

/** What the list is narrowed to, kept in the address. */
export function useInvocationFilters() {
  const [functionName, setFunction] = useUrlState("function", anyValue);
  const [outcomeText, setOutcome] = useUrlState("outcome", anyValue);
  const [correlationId, setCorrelationId] = useUrlState("correlationId", "");
  const [range, setRange] = useRange();
  const outcome = outcomeText === "success" || outcomeText === "error" ? outcomeText : anyValue;
  return {
    functionName,
    setFunction,
    outcome,
    setOutcome,
    correlationId,
    setCorrelationId,
    range,
    setRange,
    isNarrowed: functionName !== anyValue || outcome !== anyValue || correlationId !== "",
    clear() {
      setFunction(anyValue);
      setOutcome(anyValue);
      setCorrelationId("");
    },
  };
}

export type InvocationFilters = ReturnType<typeof useInvocationFilters>;
