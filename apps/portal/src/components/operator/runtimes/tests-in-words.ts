import type { Campaign } from "@annex/contract";

/** How the functions' tests did on the new runtime. */
export function testsInWords({ waiting, running, passed, failed, none }: Campaign["tests"]): string {
  const parts: [number, string][] = [
    [passed, "passed"],
    [failed, "failed"],
    [running, "running"],
    [waiting, "waiting"],
    [none, "without tests"],
  ];
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString("en")} ${word}`);
  return told.join(", ") || "none";
}
