"use client";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";

export interface Command {
  readonly id: string;
  readonly label: string;
  /** Heading in the palette and in the shortcut sheet. */
  readonly group: string;
  /** Such as `mod+enter`, `mod+shift+enter`, `?`. */
  readonly keys?: string;
  /** More words to find it by. */
  readonly words?: string;
  run(): void;
}

interface Registry {
  readonly commands: readonly Command[];
  add(commands: readonly Command[]): () => void;
}

const CommandContext = createContext<Registry | null>(null);

/** Collects the commands of what is on screen: the palette lists them, their keys run them, `?` tells them. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const [sets, setSets] = useState<readonly (readonly Command[])[]>([]);
  const registry = useMemo(
    () => ({
      commands: sets.flat(),
      add(commands: readonly Command[]) {
        setSets((all) => [...all, commands]);
        return () => setSets((all) => all.filter((set) => set !== commands));
      },
    }),
    [sets],
  );
  useCommandKeys(registry.commands);
  return <CommandContext value={registry}>{children}</CommandContext>;
}

export function useCommandList(): readonly Command[] {
  return useContext(CommandContext)?.commands ?? [];
}

/** Offers commands while the component is on screen. `run` may be a new function in each render. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useContext(CommandContext);
  const add = useRef(registry?.add);
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
    add.current = registry?.add;
  });
  const shape = commands.map(({ id, label, group, keys }) => [id, label, group, keys].join("|")).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: registers anew only when what is shown changes
  useEffect(() => {
    const stable = latest.current.map((command) => ({
      ...command,
      run: () => latest.current.find(({ id }) => id === command.id)?.run(),
    }));
    return add.current?.(stable);
  }, [shape]);
}

/** `mod+shift+enter` of a key press. */
function keysOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  const parts = [event.ctrlKey || event.metaKey ? "mod" : "", event.altKey ? "alt" : ""];
  if (event.shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push("shift");
  return [...parts.filter(Boolean), key].join("+");
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function useCommandKeys(commands: readonly Command[]): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const pressed = keysOf(event);
      if (!/^(mod|alt)\+/.test(pressed) && isTyping(event.target)) return;
      const command = commands.findLast(({ keys }) => keys === pressed);
      if (!command) return;
      event.preventDefault();
      event.stopPropagation();
      command.run();
    };
    // capture: before the editor, which has its own meaning for some keys
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [commands]);
}
