const readingTabs: ReadonlySet<string> = new Set(["releases", "metrics", "logs"]);

/** Whether a tab of a function's page (`?tab=`) only shows what happened: a page opened on it needs no editor yet. */
export function isReadingTab(tab: string | null): boolean {
  return tab !== null && readingTabs.has(tab);
}
