"use client";
import { Toaster as Sonner } from "sonner";

export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-90 max-w-[calc(100vw-32px)] items-start gap-2 rounded-md border border-line-strong bg-bg px-3 py-2.5 font-sans! text-sm text-fg",
          description: "text-xs text-muted mt-0.5",
          actionButton:
            "ml-auto shrink-0 rounded-sm px-2 h-6 text-xs font-medium border border-line-strong hover:bg-hover",
          icon: "mt-0.5 shrink-0",
          content: "min-w-0 flex-1",
          success: "[&_[data-icon]]:text-green",
          error: "[&_[data-icon]]:text-red",
        },
      }}
    />
  );
}
