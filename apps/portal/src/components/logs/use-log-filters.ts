"use client";
import { logLevelSchema } from "@annex/contract";
import { useUrlState } from "@/client/use-url-state";
import { useRange } from "../charts/use-range";

export const anyValue = "any";

export interface InitialLogQuery {
  readonly level?: string;
  readonly text?: string;
  readonly correlationId?: string;
  readonly requestId?: string;
}

/** What the lines are narrowed to, kept in the address; `initial` holds where the address says nothing. */
export function useLogFilters(initial: InitialLogQuery = {}) {
  const [functionName, setFunction] = useUrlState("function", anyValue);
  const [levelText, setLevel] = useUrlState("level", initial.level ?? anyValue);
  const [text, setText] = useUrlState("text", initial.text ?? "");
  const [correlationId, setCorrelationId] = useUrlState("correlationId", initial.correlationId ?? "");
  const [requestId, setRequestId] = useUrlState("requestId", initial.requestId ?? "");
  const [range] = useRange();
  const level = logLevelSchema.safeParse(levelText);
  return {
    functionName,
    setFunction,
    level: level.success ? level.data : anyValue,
    setLevel,
    text,
    setText,
    correlationId,
    setCorrelationId,
    requestId,
    setRequestId,
    range,
    isNarrowed:
      [functionName, levelText].some((value) => value !== anyValue) || [text, correlationId, requestId].some(Boolean),
    clear() {
      setFunction(anyValue);
      setLevel(anyValue);
      setText("");
      setCorrelationId("");
      setRequestId("");
    },
  };
}

export type LogFilters = ReturnType<typeof useLogFilters>;
