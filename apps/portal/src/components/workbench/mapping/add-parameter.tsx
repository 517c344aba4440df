"use client";
import { Plus } from "lucide-react";
import { Button } from "../../ui/button";
import { Menu, MenuItem, MenuSeparator } from "../../ui/dropdown-menu";
import { useWorkbench } from "../workbench-context";
import { addParameter, parameterNameFor } from "./mapping-edits";

const others = [
  { label: "Constant", name: "value", source: { kind: "constant" as const, value: "" } },
  { label: "Expression", name: "computed", source: { kind: "expression" as const, expression: "" } },
  { label: "Credential", name: "credential", source: { kind: "credential" as const, credential: "" } },
];

/** Adds a parameter from a field, or of another kind. */
export function AddParameter() {
  const { draft, edit, contract } = useWorkbench();
  const taken = draft.content.mapping.parameters.map(({ name }) => name);
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm">
          <Plus aria-hidden className="size-3.5" />
          Add parameter
        </Button>
      }
    >
      {contract.inputs.map(({ path }) => (
        <MenuItem
          key={path}
          onSelect={() => edit(addParameter({ name: parameterNameFor(path, taken), source: { kind: "field", path } }))}
        >
          <span className="font-mono text-xs">{path}</span>
        </MenuItem>
      ))}
      {contract.inputs.length > 0 && <MenuSeparator />}
      {others.map(({ label, name, source }) => (
        <MenuItem key={label} onSelect={() => edit(addParameter({ name: parameterNameFor(name, taken), source }))}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
