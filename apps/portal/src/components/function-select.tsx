"use client";
import { FunctionSearch } from "./function-search";
import { SearchPicker, SearchTrigger } from "./ui/search-picker";

interface FunctionSelectProps {
  value: string;
  onChange: (value: string) => void;
  /** The choice of no function in particular: its value and words. */
  any: readonly [string, string];
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
}

/** Chooses one of the tenant's functions, or any of them. */
export function FunctionSelect({ value, onChange, any, ...control }: FunctionSelectProps) {
  return (
    <SearchPicker
      label="Function"
      trigger={
        // a label that belongs to it by its id is its name
        <SearchTrigger {...(control.id === undefined ? { "aria-label": "Function" } : {})} {...control}>
          {value === any[0] ? any[1] : value}
        </SearchTrigger>
      }
    >
      <FunctionSearch
        fixed={[{ value: any[0], label: any[1] }]}
        current={value}
        onPick={(choice) => onChange(choice.value)}
      />
    </SearchPicker>
  );
}
