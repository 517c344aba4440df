"use client";
import { portalRoutes, tenantPageSchema } from "@annex/contract";
import { useState } from "react";
import { useResource } from "@/client/api-provider";
import { useDebounced } from "@/client/use-debounced";
import { type SearchChoice, SearchList, SearchPicker, SearchTrigger } from "../ui/search-picker";

const most = 20;
const typingMs = 120;

interface TenantSearchProps {
  /** Whether a choice is a tenant's ID or its slug. */
  by: "id" | "slug";
  fixed: readonly SearchChoice[];
  current: string;
  onPick: (choice: SearchChoice) => void;
}

function TenantSearch({ by, ...rest }: TenantSearchProps) {
  const [typed, setTyped] = useState("");
  const filter = useDebounced(typed.trim(), typingMs);
  const { data, error, isPlaceholderData } = useResource(portalRoutes.operator.tenants(), tenantPageSchema, {
    query: { filter, limit: most },
    keepPrevious: true,
  });
  const choices = (data?.items ?? []).map(({ id, slug, name }) => ({
    value: by === "id" ? id : slug,
    label: name,
    note: slug,
  }));
  return (
    <SearchList
      label="Search tenants"
      typed={typed}
      onTyped={setTyped}
      found={{ of: data && !isPlaceholderData ? filter : null, choices, total: data?.matching ?? 0, error }}
      {...rest}
    />
  );
}

interface TenantSelectProps extends TenantSearchProps {
  /** The words of the current choice. */
  shown: string;
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
}

/** Chooses one of the tenants, however many there are: the server looks. */
export function TenantSelect({ by, fixed, current, onPick, shown, ...control }: TenantSelectProps) {
  return (
    <SearchPicker
      label="Tenant"
      trigger={
        <SearchTrigger {...(control.id === undefined ? { "aria-label": "Tenant" } : {})} {...control}>
          {shown}
        </SearchTrigger>
      }
    >
      <TenantSearch by={by} fixed={fixed} current={current} onPick={onPick} />
    </SearchPicker>
  );
}
