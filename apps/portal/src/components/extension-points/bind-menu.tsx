"use client";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTenant } from "@/client/api-provider";
import { FunctionSearch } from "../function-search";
import { Button } from "../ui/button";
import { SearchPicker } from "../ui/search-picker";

interface BindMenuProps {
  extensionPointKey: string;
  /** Names of those that are bound here already. */
  bound: ReadonlySet<string>;
  busy: boolean;
  onBind: (functionName: string) => void;
}

/** Chooses the function that shall run here, too. */
export function BindMenu({ extensionPointKey, bound, busy, onBind }: BindMenuProps) {
  const tenant = useTenant();
  const router = useRouter();
  return (
    <SearchPicker
      label={`Bind a function to ${extensionPointKey}`}
      align="end"
      trigger={
        <Button changes size="sm" busy={busy} aria-label={`Bind a function to ${extensionPointKey}`}>
          <Plus aria-hidden className="size-3.5" />
          Bind function
        </Button>
      }
    >
      <FunctionSearch
        taken={{ names: bound, note: "bound here" }}
        onPick={({ value }) => onBind(value)}
        footer={{ label: "Create function…", run: () => router.push(`/t/${tenant}/functions/new`) }}
      />
    </SearchPicker>
  );
}
