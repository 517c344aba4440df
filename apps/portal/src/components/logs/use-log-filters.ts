"use client";
import { logLevelSchema, logSourceSchema, parseFieldFilter } from "@annex/contract";
import { usePathname, useSearchParams } from "next/navigation";
import { useUrlState } from "@/client/use-url-state";
import { useRange } from "../charts/use-range";

export const anyValue = "any";
const names = ["function", "level", "source", "release", "text", "field", "correlationId", "requestId", "from", "to"];

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** What the lines are narrowed to, kept in the address. */
export function useLogFilters() {
  const search = useSearchParams();
  const pathname = usePathname();
  const [functionName, setFunction] = useUrlState("function", anyValue);
  const [levelText, setLevel] = useUrlState("level", anyValue);
  const [sourceText, setSource] = useUrlState("source", anyValue);
  const [releaseText, setRelease] = useUrlState("release", "");
  const [text, setText] = useUrlState("text", "");
  const [fieldText, setField] = useUrlState("field", "");
  const [correlationId, setCorrelationId] = useUrlState("correlationId", "");
  const [requestId, setRequestId] = useUrlState("requestId", "");
  const [from] = useUrlState("from", "");
  const [to] = useUrlState("to", "");
  const [line, setLine] = useUrlState("line", "");
  const [range] = useRange();
  const level = logLevelSchema.safeParse(levelText);
  const source = logSourceSchema.safeParse(sourceText);
  /** Sets several at once, in one step of the history. */
  const change = (changes: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) value === "" ? next.delete(name) : next.set(name, value);
    window.history.pushState(null, "", next.size > 0 ? `${pathname}?${next}` : pathname);
  };
  return {
    functionName,
    setFunction,
    level: level.success ? level.data : anyValue,
    setLevel,
    source: source.success ? source.data : anyValue,
    setSource,
    release: /^[1-9]\d{0,8}$/.test(releaseText) ? releaseText : "",
    setRelease,
    text,
    setText,
    field: parseFieldFilter(fieldText) ? fieldText : "",
    setField,
    correlationId,
    setCorrelationId,
    requestId,
    setRequestId,
    /** Instead of the range; empty where it is not narrowed so. */
    from: time.test(from) ? from : "",
    to: time.test(to) ? to : "",
    /** The one that is open. */
    line,
    setLine,
    range,
    change,
    isNarrowed: names.some((name) => search.has(name)),
    clear: () => change(Object.fromEntries(names.map((name) => [name, ""]))),
  };
}

export type LogFilters = ReturnType<typeof useLogFilters>;
