interface Invoice {
  readonly number: string;
  readonly total: number;
  readonly currency: string;
  readonly supplier: string | null;
}

/** POST, number (20), amount in minor units (12 digits), currency (3), supplier (40): 79 bytes. */
export function postingOf({ number, total, currency, supplier }: Invoice): string {
  const amount = String(Math.round(total * 100)).padStart(12, "0");
  return `POST${fixed(number, 20)}${amount}${fixed(currency, 3)}${fixed(supplier ?? "", 40)}`;
}

/** Status (2), reference (16), text (60). */
export function readAnswer(body: string) {
  const part = (from: number, to: number) => body.slice(from, to).trimEnd();
  return { status: part(0, 2), reference: part(2, 18), text: part(18, 78) };
}

/** The protocol knows Latin-1 only; anything else becomes a question mark. */
function fixed(text: string, width: number): string {
  return text
    .replace(/[^\x20-\xff]/g, "?")
    .slice(0, width)
    .padEnd(width);
}
