"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";
import { focusFirst, useOpener } from "./dialog-focus";

interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
}

/** A panel at the right that leaves the page beside it in use; on a narrow screen it covers the page. */
export function Sheet({ open, onOpenChange, title, description, children }: SheetProps) {
  const { giveBack, follow } = useOpener(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Radix.Portal>
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          // the page beside it stays in use: another row opens in this panel's place
          onFocusOutside={({ target }) => follow(target)}
          onInteractOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={focusFirst}
          onCloseAutoFocus={giveBack}
          className="fixed inset-y-0 right-0 z-30 flex w-full flex-col border-l border-line-strong bg-bg outline-none animate-appear sm:w-120"
        >
          <div className="min-h-13 border-b py-3 pr-15 pl-4">
            <Radix.Title className="truncate text-base font-semibold">{title}</Radix.Title>
            {description && <Radix.Description className="text-sm text-muted">{description}</Radix.Description>}
          </div>
          <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-4 py-4">{children}</div>
          <Radix.Close asChild>
            <Button variant="ghost" size="icon-sm" aria-label="Close" className="absolute top-3 right-4">
              <X aria-hidden className="size-4" />
            </Button>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
