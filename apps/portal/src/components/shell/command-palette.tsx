"use client";
import { Command as Cmdk } from "cmdk";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useState } from "react";
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

export function CommandPalette({ tenant, open, onOpenChange }: CommandPaletteProps) {
  const [typed, setTyped] = useState("");
  const commands = [...useFunctionCommands(open ? tenant : null, typed), ...useCommandList()];
  const groups = [...new Set(commands.map(({ group }) => group))];
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        setTyped("");
        onOpenChange(next);
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-xl -translate-x-1/2 overflow-hidden rounded-md border border-line-strong bg-bg animate-appear"
        >
          <Dialog.Title className="sr-only">Commands</Dialog.Title>
          <Cmdk label="Commands" loop>
            <Cmdk.Input
              value={typed}
              onValueChange={setTyped}
              placeholder="Go to a page or a function, or run a command"
              className="h-11 w-full border-b bg-bg px-4 text-base outline-none placeholder:text-faint"
            />
            <Cmdk.List className="max-h-[50vh] overflow-y-auto p-1">
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
                        onSelect={() => {
                          setTyped("");
                          onOpenChange(false);
                          command.run();
                        }}
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
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
