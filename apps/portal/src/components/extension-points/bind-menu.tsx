"use client";
import type { FunctionSummary } from "@annex/contract";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTenant } from "@/client/api-provider";
import { Button } from "../ui/button";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "../ui/dropdown-menu";

interface BindMenuProps {
  extensionPointKey: string;
  /** Those that are not bound here yet. */
  functions: readonly FunctionSummary[];
  busy: boolean;
  onBind: (functionName: string) => void;
}

/** Chooses the function that shall run here, too. */
export function BindMenu({ extensionPointKey, functions, busy, onBind }: BindMenuProps) {
  const tenant = useTenant();
  const router = useRouter();
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" busy={busy} aria-label={`Bind a function to ${extensionPointKey}`}>
          <Plus aria-hidden className="size-3.5" />
          Bind function
        </Button>
      }
    >
      {functions.length === 0 && <MenuLabel>Every function is bound here</MenuLabel>}
      {functions.map(({ id, name }) => (
        <MenuItem key={id} onSelect={() => onBind(name)}>
          {name}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => router.push(`/t/${tenant}/functions/new`)}>Create function…</MenuItem>
    </Menu>
  );
}
