"use client";
import { Plus } from "lucide-react";
import { Button } from "../../ui/button";
import { Menu, MenuItem } from "../../ui/dropdown-menu";
import { useWorkbench } from "../workbench-context";
import { addOutput, outputFor } from "./mapping-edits";

/** Adds an output for a field that nothing sets yet. */
export function AddOutput() {
  const { draft, edit, contract } = useWorkbench();
  const { outputs } = draft.content.mapping;
  const free = contract.outputs.filter(({ path }) => !outputs.some(({ field }) => field === path));
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" disabled={free.length === 0}>
          <Plus aria-hidden className="size-3.5" />
          Add output
        </Button>
      }
    >
      {free.map(({ path }) => (
        <MenuItem key={path} onSelect={() => edit(addOutput(outputFor(path)))}>
          <span className="font-mono text-xs">{path}</span>
        </MenuItem>
      ))}
    </Menu>
  );
}
