"use client";
import { logLevelSchema } from "@annex/contract";
import { X } from "lucide-react";
import type { ClipboardEvent, ReactNode } from "react";
import { formatExact } from "@/format/time";
import { FunctionSelect } from "../function-select";
import { SearchInput } from "../search-input";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { sourceWords } from "./source-words";
import { anyValue, type LogFilters } from "./use-log-filters";

const levels = [
  { value: anyValue, label: "Any level" },
  ...logLevelSchema.options.map((level) => ({ value: level, label: level })),
];
const sources = [
  { value: anyValue, label: "Any source" },
  ...Object.entries(sourceWords).map(([value, label]) => ({ value, label })),
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
  const { from, to } = filters;
  return (
    <search className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
      {!ofOneFunction && (
        <div className="w-36 max-w-full">
          <FunctionSelect
            value={filters.functionName}
            onChange={filters.setFunction}
            any={[anyValue, "All functions"]}
          />
        </div>
      )}
      <div className="w-27">
        <Select aria-label="Level" value={filters.level} onValueChange={filters.setLevel} options={levels} />
      </div>
      <div className="w-30">
        <Select aria-label="Source" value={filters.source} onValueChange={filters.setSource} options={sources} />
      </div>
      <div className="w-18">
        <Input
          aria-label="Release"
          placeholder="Release"
          inputMode="numeric"
          maxLength={9}
          value={filters.release}
          onChange={(event) => filters.setRelease(event.target.value.replaceAll(/\D/g, ""))}
        />
      </div>
      <SearchInput
        label="Text in lines"
        placeholder="Text"
        className="min-w-28 flex-1"
        maxLength={200}
        value={filters.text}
        onValue={filters.setText}
        onPaste={onPaste}
      />
      <SearchInput
        label="Correlation ID"
        placeholder="Correlation ID"
        className="w-38"
        maxLength={128}
        value={filters.correlationId}
        onValue={(text) => filters.setCorrelationId(text.trim())}
      />
      {filters.requestId && (
        <Chip label="Show lines of all requests" onRemove={() => filters.setRequestId("")}>
          Request <span className="font-mono text-xs">{filters.requestId.slice(0, 8)}</span>
        </Chip>
      )}
      {filters.field && (
        <Chip label="Show lines whatever this field is" onRemove={() => filters.setField("")}>
          <span className="max-w-60 truncate font-mono text-xs">{filters.field}</span>
        </Chip>
      )}
      {(from || to) && (
        <Chip label="Show lines of the whole range" onRemove={() => filters.change({ from: "", to: "" })}>
          {from ? formatExact(from) : "Start"} – {to ? formatExact(to) : "now"}
        </Chip>
      )}
      {filters.isNarrowed && (
        <Button variant="ghost" size="sm" onClick={filters.clear}>
          Clear filters
        </Button>
      )}
    </search>
  );
}

function Chip({ label, onRemove, children }: { label: string; onRemove: () => void; children: ReactNode }) {
  return (
    <Button size="sm" onClick={onRemove} aria-label={label}>
      {children}
      <X aria-hidden className="size-3.5" />
    </Button>
  );
}
