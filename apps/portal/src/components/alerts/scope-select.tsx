"use client";
import { FunctionSelect } from "../function-select";
import { TenantSelect } from "../operator/tenant-select";

/** What can be watched: functions of a tenant, or tenants. */
export interface AlertScopes {
  readonly label: string;
  readonly all: string;
  readonly field: "functionName" | "watchedTenantId";
}

/** The value that stands for no one in particular. */
export const everything = "*";

interface ScopeSelectProps {
  control: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean | undefined };
  scopes: AlertScopes;
  /** A function's name or a tenant's ID. */
  value: string;
  /** The words of the value. */
  label: string;
  onPick: (value: string, label: string) => void;
}

/** Chooses what a rule watches. */
export function ScopeSelect({ control, scopes, value, label, onPick }: ScopeSelectProps) {
  if (scopes.field === "functionName")
    return (
      <FunctionSelect
        {...control}
        value={value}
        any={[everything, scopes.all]}
        onChange={(name) => onPick(name, name === everything ? scopes.all : name)}
      />
    );
  return (
    <TenantSelect
      {...control}
      by="id"
      fixed={[{ value: everything, label: scopes.all }]}
      current={value}
      shown={label}
      onPick={(choice) => onPick(choice.value, choice.label)}
    />
  );
}
