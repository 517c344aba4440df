import { UsageError } from "./usage-error.ts";

/** @throws UsageError unless `text` is a whole number from 1 on. */
export function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new UsageError(`${option} takes a whole number from 1 on.`);
  return number;
}
