"use client";
import { logLevelSchema } from "@annex/contract";
import { X } from "lucide-react";
import type { ClipboardEvent } from "react";
import { FunctionSelect } from "../function-select";
import { SearchInput } from "../search-input";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { anyValue, type LogFilters } from "./use-log-filters";

const levels = [
  { value: anyValue, label: "Any level" },
  ...logLevelSchema.options.map((level) => ({ value: level, label: level })),
];
/** A UUID, a ULID, a trace ID: one long word with a digit in it. */
const idLike = /^(?=.*\d)[A-Za-z0-9_-]{16,64}$/;

interface LogFilterBarProps {
  filters: LogFilters;
  /** Leaves out the choice of a function: the page is about one. */
  ofOneFunction: boolean;
}

export function LogFilterBar({ filters, ofOneFunction }: LogFilterBarProps) {
  // an ID pasted where text is looked for is meant as an ID
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData("text").trim();
    if (!idLike.test(pasted)) return;
    event.preventDefault();
    filters.setCorrelationId(pasted);
  };
  return (
    <search className="flex min-w-0 flex-wrap items-center gap-2">
      {!ofOneFunction && (
        <div className="w-52 max-w-full">
          <FunctionSelect
            value={filters.functionName}
            onChange={filters.setFunction}
            any={[anyValue, "All functions"]}
          />
        </div>
      )}
      <div className="w-32">
        <Select aria-label="Level" value={filters.level} onValueChange={filters.setLevel} options={levels} />
      </div>
      <SearchInput
        label="Text in lines"
        placeholder="Text"
        className="w-52"
        maxLength={200}
        value={filters.text}
        onValue={filters.setText}
        onPaste={onPaste}
      />
      <SearchInput
        label="Correlation ID"
        placeholder="Correlation ID"
        className="w-72"
        maxLength={128}
        value={filters.correlationId}
        onValue={(text) => filters.setCorrelationId(text.trim())}
      />
      {filters.requestId && (
        <Button size="sm" onClick={() => filters.setRequestId("")} aria-label="Show lines of all requests">
          Request <span className="font-mono text-xs">{filters.requestId.slice(0, 8)}</span>
          <X aria-hidden className="size-3.5" />
        </Button>
      )}
      {filters.isNarrowed && (
        <Button variant="ghost" size="sm" onClick={filters.clear}>
          Clear filters
        </Button>
      )}
    </search>
  );
}
