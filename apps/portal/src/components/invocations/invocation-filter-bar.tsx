"use client";
import { FunctionSelect } from "../function-select";
import { SearchInput } from "../search-input";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { anyValue, type InvocationFilters } from "./use-invocation-filters";

const outcomes = [
  { value: anyValue, label: "Any outcome" },
  { value: "success", label: "Succeeded" },
  { value: "error", label: "Failed" },
];

export function InvocationFilterBar({ filters }: { filters: InvocationFilters }) {
  return (
    <search className="flex flex-wrap items-center gap-2">
      <div className="w-44 sm:w-52">
        <FunctionSelect value={filters.functionName} onChange={filters.setFunction} any={[anyValue, "All functions"]} />
      </div>
      <div className="w-36">
        <Select aria-label="Outcome" value={filters.outcome} onValueChange={filters.setOutcome} options={outcomes} />
      </div>
      <SearchInput
        label="Correlation ID"
        placeholder="Correlation ID"
        className="w-full sm:w-72"
        maxLength={128}
        value={filters.correlationId}
        onValue={(text) => filters.setCorrelationId(text.trim())}
      />
      {filters.isNarrowed && (
        <Button variant="ghost" size="sm" onClick={filters.clear}>
          Clear filters
        </Button>
      )}
    </search>
  );
}
