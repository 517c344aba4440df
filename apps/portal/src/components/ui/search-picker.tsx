"use client";
import { Command as Cmdk } from "cmdk";
import { Check, ChevronDown } from "lucide-react";
import { Popover as Radix } from "radix-ui";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { cn } from "./cn";

export interface SearchChoice {
  readonly value: string;
  readonly label: string;
  /** A second, fainter text at the right. */
  readonly note?: string | undefined;
  readonly disabled?: boolean;
}

/** What a search of the server found so far. */
export interface FoundChoices {
  /** What was typed when these were found; null while those of an earlier search stand here. */
  readonly of: string | null;
  readonly choices: readonly SearchChoice[];
  /** How many match in all. */
  readonly total: number;
  readonly error: Error | null;
}

/** No name of anything begins with a space. */
const footerValue = " footer";

const Close = createContext<() => void>(() => undefined);

interface SearchPickerProps {
  /** Names it for screen readers. */
  label: string;
  trigger: ReactNode;
  align?: "start" | "end";
  /** A `SearchList`; it stands, and asks the server, only while it is open. */
  children: ReactNode;
}

/** Opens a list that is searched by typing, below what is clicked. */
export function SearchPicker({ label, trigger, align = "start", children }: SearchPickerProps) {
  const [open, setOpen] = useState(false);
  return (
    // modal: in a dialog, too, its list scrolls and the keys are its own
    <Radix.Root modal open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 w-72 max-w-[calc(100vw-16px)] min-w-(--radix-popover-trigger-width) overflow-hidden rounded-md border border-line-strong bg-bg text-sm animate-appear"
        >
          <Close value={() => setOpen(false)}>{children}</Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface SearchListProps {
  /** What is searched, such as `Search functions`. */
  label: string;
  typed: string;
  onTyped: (typed: string) => void;
  /** Those that are offered while nothing is typed. */
  fixed?: readonly SearchChoice[];
  found: FoundChoices;
  /** The value that is chosen now. */
  current?: string;
  onPick: (choice: SearchChoice) => void;
  /** An action below the list; it closes the list, too. */
  footer?: { readonly label: string; readonly run: () => void };
}

/** A field to type in and what the server finds by it; arrow keys and Enter choose. */
export function SearchList({ label, typed, onTyped, fixed = [], found, current, onPick, footer }: SearchListProps) {
  const close = useContext(Close);
  const text = typed.trim().toLowerCase();
  const answered = found.of?.toLowerCase() === text;
  // until the answer is there, of what an earlier one held only that which fits: Enter never takes what was not asked for
  const fitting = answered ? found.choices : found.choices.filter(({ label }) => label.toLowerCase().includes(text));
  const choices = text === "" ? [...fixed, ...fitting] : fitting;
  const left = answered ? found.total - found.choices.length : 0;
  const [selected, setSelected] = useState("");
  const first = choices.find(({ disabled }) => !disabled)?.value ?? footerValue;
  const listed = choices.map(({ value }) => value).join("\n");
  // Enter takes the best of what was found last, never what stood under it before
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list selects anew, though its first may be the same
  useEffect(() => setSelected(first), [first, listed]);
  const pick = (choice: SearchChoice) => {
    close();
    onPick(choice);
  };
  return (
    <Cmdk label={label} shouldFilter={false} loop value={selected} onValueChange={setSelected}>
      <Cmdk.Input
        value={typed}
        onValueChange={onTyped}
        maxLength={100}
        placeholder={label}
        className="h-9 w-full border-b bg-bg px-3 text-sm outline-none placeholder:text-faint"
      />
      <Cmdk.List aria-busy={!answered} className="max-h-72 overflow-y-auto p-1">
        {choices.map((choice) => (
          <Cmdk.Item
            key={choice.value}
            value={choice.value}
            disabled={choice.disabled ?? false}
            onSelect={() => pick(choice)}
            className="flex h-7 items-center gap-2 rounded-sm px-2 text-sm select-none data-[disabled=true]:text-faint data-[selected=true]:bg-hover"
          >
            <span className="min-w-0 flex-1 truncate">{choice.label}</span>
            {choice.note && <span className="shrink-0 text-xs text-faint">{choice.note}</span>}
            {choice.value === current && <Check aria-label="current" className="size-3.5 shrink-0 text-muted" />}
          </Cmdk.Item>
        ))}
        {footer && (
          <Cmdk.Item
            value={footerValue}
            onSelect={() => {
              close();
              footer.run();
            }}
            className={cn(
              "sticky -bottom-1 -mx-1 -mb-1 flex h-9 items-center bg-bg px-3 text-sm select-none data-[selected=true]:bg-hover",
              choices.length > 0 && "mt-1 border-t",
            )}
          >
            {footer.label}
          </Cmdk.Item>
        )}
      </Cmdk.List>
      <p role="status" className="px-3 text-xs text-muted not-empty:border-t not-empty:py-2">
        {found.error
          ? `The search failed: ${found.error.message}`
          : !answered && fitting.length === 0
            ? "Searching…"
            : choices.length === 0
              ? "Nothing is called that."
              : left > 0
                ? `${left.toLocaleString("en")} more: type a part of the name.`
                : ""}
      </p>
    </Cmdk>
  );
}

interface SearchTriggerProps {
  children: ReactNode;
  id?: string;
  className?: string;
  "aria-label"?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
}

/** What a `SearchPicker` of a form is opened by: looks and reads like the form's other selects. */
export function SearchTrigger({ children, className, ...rest }: SearchTriggerProps) {
  return (
    <button
      type="button"
      role="combobox"
      aria-expanded={false} // until the picker says otherwise
      {...rest}
      className={cn("control flex w-full min-w-0 items-center justify-between gap-2 text-left", className)}
    >
      <span className="truncate">{children}</span>
      <ChevronDown aria-hidden className="size-3.5 shrink-0 text-faint" />
    </button>
  );
}
