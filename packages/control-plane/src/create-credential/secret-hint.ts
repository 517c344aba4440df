/** What may be shown of a secret: four characters of a short one would tell too much of it. */
export function secretHint(value: string): string {
  return value.length >= 16 ? `…${value.slice(-4)}` : "…";
}
