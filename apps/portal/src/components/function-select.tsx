"use client";
import { functionSummarySchema, portalRoutes } from "@annex/contract";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { Select } from "./ui/select";

interface FunctionSelectProps {
  value: string;
  onChange: (value: string) => void;
  /** The choice of no function in particular: its value and words. */
  any: readonly [string, string];
}

/** Chooses one of the tenant's functions, or any of them. */
export function FunctionSelect({ value, onChange, any }: FunctionSelectProps) {
  const { data = [] } = useResource(portalRoutes.functions(), z.array(functionSummarySchema));
  const names = data.map(({ name }) => name);
  // the address may name a function that was deleted: its history is still there
  const listed = value === any[0] || names.includes(value) ? names : [...names, value];
  const options = [{ value: any[0], label: any[1] }, ...listed.map((name) => ({ value: name, label: name }))];
  return <Select aria-label="Function" value={value} onValueChange={onChange} options={options} />;
}
