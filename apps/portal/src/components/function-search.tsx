"use client";
import { useState } from "react";
import { useTenant } from "@/client/api-provider";
import { useFoundFunctions } from "./shell/use-found-functions";
import { type SearchChoice, SearchList } from "./ui/search-picker";

interface FunctionSearchProps {
  fixed?: readonly SearchChoice[];
  current?: string;
  onPick: (choice: SearchChoice) => void;
  footer?: { readonly label: string; readonly run: () => void };
  /** Those that cannot be chosen, and why. */
  taken?: { readonly names: ReadonlySet<string>; readonly note: string };
}

/** The tenant's functions, however many there are, found by the server. In a `SearchPicker`. */
export function FunctionSearch({ taken, ...rest }: FunctionSearchProps) {
  const tenant = useTenant();
  const [typed, setTyped] = useState("");
  const found = useFoundFunctions(tenant, typed);
  const choices = found.choices.map((choice) =>
    taken?.names.has(choice.value) ? { ...choice, note: taken.note, disabled: true } : choice,
  );
  return (
    <SearchList label="Search functions" typed={typed} onTyped={setTyped} found={{ ...found, choices }} {...rest} />
  );
}
