const isTerminal = process.stdout.isTTY === true;

function paint(code: number, text: string): string {
  return isTerminal ? `\u001b[${code}m${text}\u001b[0m` : text;
}

export const bold = (text: string) => paint(1, text);
export const dim = (text: string) => paint(2, text);
export const red = (text: string) => paint(31, text);
export const green = (text: string) => paint(32, text);

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function seconds(milliseconds: number): string {
  return milliseconds < 950 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Shows a step while it runs and how long it took. What it throws goes on to the caller. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  if (isTerminal) process.stdout.write(`${dim("•")} ${title} …`);
  else say(`• ${title}`);
  const clear = isTerminal ? "\r\u001b[2K" : "";
  try {
    const result = await work();
    process.stdout.write(`${clear}${green("✔")} ${title} ${dim(seconds(Date.now() - started))}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${clear}${red("✘")} ${title} ${dim(seconds(Date.now() - started))}\n`);
    throw error;
  }
}

/** A failure that the person at the terminal can do something about: one line, no stack. */
export class PlainError extends Error {}
