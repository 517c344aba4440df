"use client";
import { type RefObject, useEffect, useRef } from "react";

/** For a form: once what it sent was refused, the first field that is wrong has the focus. */
export function useRefusedFocus(busy: boolean): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  const wasBusy = useRef(false);
  useEffect(() => {
    // the button that sent it took no presses meanwhile, and so lost the focus
    if (wasBusy.current && !busy) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    wasBusy.current = busy;
  }, [busy]);
  return form;
}
