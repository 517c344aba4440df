"use client";
import { Command as Cmdk } from "cmdk";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import { useOpener } from "../ui/dialog-focus";
import { Keys } from "../ui/kbd";
import { type Command, useCommandList } from "./commands";
import { useFoundFunctions } from "./use-found-functions";

const itemClasses =
  "flex h-8 items-center gap-2 rounded-sm px-2 text-sm select-none data-[selected=true]:bg-hover data-[selected=true]:text-fg";

interface CommandPaletteProps {
  /** Null on the operators' side. */
  tenant: string | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The tenant's functions that match what is typed, as commands. */
function useFunctionCommands(tenant: string | null, typed: string): readonly Command[] {
  const router = useRouter();
  const { names, search } = useFoundFunctions(tenant, typed);
  return names.map((name) => ({
    ...{ id: `function:${name}`, label: name, group: "Functions" },
    // the server found it, perhaps by its description: what it was asked finds it here too
    words: search,
    run: () => router.push(`/t/${tenant}/functions/${name}`),
  }));
}

const moving: ReadonlySet<string> = new Set(["ArrowUp", "ArrowDown", "Home", "End"]);

/** The selected row: the first one, also of rows that come later, until the person chooses another. */
function useSelected(rows: string) {
  const [selected, setSelected] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const hasMoved = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks at the list when its rows have changed
  useEffect(() => {
    if (hasMoved.current) return;
    setSelected(list.current?.querySelector("[cmdk-item]")?.getAttribute("data-value") ?? "");
  }, [rows]);
  return { selected, setSelected, list, hasMoved };
}

function Palette({ tenant, onChoose }: { tenant: string | null; onChoose: (command: Command) => void }) {
  const [typed, setTyped] = useState("");
  const commands = [...useFunctionCommands(tenant, typed), ...useCommandList()];
  const groups = [...new Set(commands.map(({ group }) => group))];
  const { selected, setSelected, list, hasMoved } = useSelected(commands.map(({ id }) => id).join());
  return (
    <Cmdk
      label="Commands"
      loop
      value={selected}
      onValueChange={setSelected}
      onKeyDown={({ key }) => {
        if (moving.has(key)) hasMoved.current = true;
      }}
    >
      <Cmdk.Input
        value={typed}
        onValueChange={(text) => {
          hasMoved.current = false;
          setTyped(text);
        }}
        placeholder="Go to a page or a function, or run a command"
        className="h-11 w-full border-b bg-bg px-4 text-base outline-none placeholder:text-faint"
      />
      <Cmdk.List
        ref={list}
        onPointerMove={() => {
          hasMoved.current = true;
        }}
        className="max-h-[50vh] overflow-y-auto p-1"
      >
        <Cmdk.Empty className="px-3 py-6 text-center text-sm text-muted">Nothing is called that.</Cmdk.Empty>
        {groups.map((group) => (
          <Cmdk.Group
            key={group}
            heading={group}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint"
          >
            {commands
              .filter((command) => command.group === group)
              .map((command) => (
                <Cmdk.Item
                  key={command.id}
                  value={`${command.group} ${command.label} ${command.words ?? ""}`}
                  onSelect={() => onChoose(command)}
                  className={itemClasses}
                >
                  <span className="min-w-0 flex-1 truncate">{command.label}</span>
                  {command.keys && <Keys keys={command.keys} />}
                </Cmdk.Item>
              ))}
          </Cmdk.Group>
        ))}
      </Cmdk.List>
    </Cmdk>
  );
}

export function CommandPalette({ tenant, open, onOpenChange }: CommandPaletteProps) {
  const { giveBack } = useOpener(open);
  const chosen = useRef<Command | null>(null);
  const runChosen = () => {
    chosen.current?.run();
    chosen.current = null;
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          // first back to where one was: a dialog that the command opens goes back there too
          onCloseAutoFocus={(event) => {
            giveBack(event);
            runChosen();
          }}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-xl -translate-x-1/2 overflow-hidden rounded-md border border-line-strong bg-bg animate-appear"
        >
          <Dialog.Title className="sr-only">Commands</Dialog.Title>
          <Palette
            tenant={tenant}
            onChoose={(command) => {
              chosen.current = command;
              onOpenChange(false);
            }}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
