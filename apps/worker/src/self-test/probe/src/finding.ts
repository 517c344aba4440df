/** What an attempt came to. `denied` is what the self-test hopes for. */
export interface Finding {
  readonly denied: boolean;
  readonly happened: string;
}

export const denied = (happened: string): Finding => ({ denied: true, happened });
export const open = (happened: string): Finding => ({ denied: false, happened });

/** Open where one of them is; tells those that are open, else all. */
export function together(findings: readonly Finding[]): Finding {
  const holes = findings.filter((finding) => !finding.denied);
  const told = [...new Set((holes.length > 0 ? holes : findings).map(({ happened }) => happened))];
  return { denied: holes.length === 0, happened: told.join("; ").slice(0, 500) };
}

/** The code of an error of Node's, of `fetch` too. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "no answer";
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return "code" in error ? String(error.code) : error.message;
}
