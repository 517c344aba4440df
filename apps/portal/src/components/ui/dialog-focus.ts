"use client";
import { useLayoutEffect, useRef } from "react";

/** Of the dialog that opened last: one that takes its place in the same moment goes back there too. */
let lastOpener: HTMLElement | null = null;

/** A chosen item is gone with its menu; the menu's button stays. */
function lastingOf(element: HTMLElement): HTMLElement {
  const button = element.closest('[role="menu"]')?.getAttribute("aria-labelledby");
  return (button && document.getElementById(button)) || element;
}

function focusedElement(): HTMLElement | null {
  const focused = document.activeElement;
  return focused instanceof HTMLElement && focused !== document.body ? lastingOf(focused) : null;
}

/** What the keyboard goes back to when a dialog closes: where it was when that opened, else the page's content. */
export function useOpener(open: boolean) {
  const opener = useRef<HTMLElement | null>(null);
  // before the content is there: a field in it that takes the focus by itself comes later
  useLayoutEffect(() => {
    if (!open) return;
    opener.current = focusedElement() ?? lastOpener;
    lastOpener = opener.current;
  }, [open]);
  return {
    /** The page beside an open panel is in use: from there one came last. */
    follow: (element: EventTarget | null) => {
      if (element instanceof HTMLElement) opener.current = element;
    },
    giveBack: (event: Event) => {
      event.preventDefault();
      if (lastOpener === opener.current) lastOpener = null;
      if (focusedElement()) return; // it went on by itself: to a link that was pressed, to the next dialog
      const target = opener.current?.isConnected ? opener.current : document.getElementById("content");
      target?.focus({ preventScroll: true });
    },
  };
}

const fields = ["input", "textarea", "select", "[role=combobox]", "[contenteditable=true]"]
  .map((field) => `${field}:not(:disabled, [readonly], [type=hidden], [tabindex="-1"])`)
  .join();

/** Begins at the first field, else at the button that the dialog is for, else at the dialog itself. */
export function focusFirst(event: Event): void {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  event.preventDefault();
  const first =
    content.querySelector<HTMLElement>(fields) ?? content.querySelector<HTMLElement>("[data-variant=primary]:enabled");
  (first ?? content).focus();
}
