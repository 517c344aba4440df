import { toast } from "sonner";

/** Puts a text on the clipboard. @returns whether it is there; where the browser refuses, it is told. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text); // not there at all where the page did not come by https
    return true;
  } catch {
    toast.error("Nothing was copied", { description: "The browser keeps the clipboard from this page." });
    return false;
  }
}
