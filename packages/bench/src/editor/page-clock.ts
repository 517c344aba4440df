import type { Page } from "playwright-core";

// What happens on the page is timed by the page's own clock, frame by frame: neither the way to the browser and back
// nor a wait between two looks is in a figure.

declare global {
  interface Window {
    /** When each thing that the benchmark waits for was first on screen; milliseconds since navigation began. */
    annexSeen: Record<string, number>;
  }
}

/** Notes when `mark` can be read on the page, and when the editor's own lines stand. For `page.addInitScript`. */
export function noteOpening(mark: string): void {
  window.annexSeen = {};
  const look = () => {
    const seen = window.annexSeen;
    if (!("code" in seen) && document.querySelector("main")?.textContent.includes(mark)) seen.code = performance.now();
    if (!("editor" in seen) && document.querySelector(".monaco-editor .view-line")) seen.editor = performance.now();
    if (!("code" in seen && "editor" in seen)) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Resolves to the page's clock at the frame in which `selector` shows `text`. Throws after a minute. */
export function whenShown(page: Page, selector: string, text: string): Promise<number> {
  return page.evaluate(
    ([selector, text]) =>
      new Promise<number>((resolve, reject) => {
        const started = performance.now();
        const look = () => {
          // an editor writes its spaces as ones that do not break
          const shown = document.querySelector<HTMLElement>(selector)?.textContent.replaceAll("\u00a0", " ") ?? "";
          if (shown.includes(text)) resolve(performance.now());
          else if (performance.now() - started > 60_000)
            reject(new Error(`${selector} never showed ${text}: ${shown}`));
          else requestAnimationFrame(look);
        };
        look();
      }),
    [selector, text] as const,
  );
}

/** Notes each press of Ctrl+S, before the page's own shortcuts take it. For `page.addInitScript`. */
export function noteSaves(): void {
  window.annexSeen = {};
  const note = (event: KeyboardEvent) => {
    if (event.key === "s" && event.ctrlKey) window.annexSeen.save = performance.now();
  };
  window.addEventListener("keydown", note, true);
}
