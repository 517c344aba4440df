import type { AuditEvent } from "@annex/contract";

type Value = AuditEvent["detail"][string];

/** `publishRelease` is `publish release`. */
export function spacedOut(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function valueInWords(value: Value): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object") return String(value);
  if (!Array.isArray(value)) return detailInWords(value);
  const words = value.map(valueInWords).filter((text) => text !== "");
  return words.join(", ");
}

/** What an event tells beside its target, as one reads it; what is empty is left out. */
export function detailInWords(detail: AuditEvent["detail"]): string {
  return Object.entries(detail)
    .map(([name, value]) => [spacedOut(name), valueInWords(value)])
    .filter(([, words]) => words !== "")
    .map(([name, words]) => `${name}: ${words}`)
    .join("; ");
}

/** The function that an event is about, and its release where it names one; null for any other target. */
export function functionOf({ target, detail }: AuditEvent): { name: string; release: number | null } | null {
  const [, name] = /^function:([a-z][a-z0-9-]*)$/.exec(target) ?? [];
  if (name === undefined) return null;
  const release = detail.release ?? detail.releaseNumber;
  return { name, release: typeof release === "number" ? release : null };
}
