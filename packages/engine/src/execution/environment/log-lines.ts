import { StringDecoder } from "node:string_decoder";

const MAX_LINE_LENGTH = 256 << 10;

/** Cuts what a function writes to its standard streams into lines; a line without end is cut at 256 KiB. */
export class LogLines {
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";

  push(bytes: Buffer): string[] {
    const lines = (this.#rest + this.#decoder.write(bytes)).split("\n");
    this.#rest = lines.pop() ?? "";
    if (this.#rest.length > MAX_LINE_LENGTH) lines.push(this.flush() ?? "");
    return lines;
  }

  /** Reads past what is not kept; answers how many lines it was. */
  skip(bytes: Buffer): number {
    this.#rest = "";
    let lines = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
    return lines;
  }

  /** The last line, when it has no newline. */
  flush(): string | undefined {
    const line = this.#rest === "" ? undefined : this.#rest;
    this.#rest = "";
    return line;
  }
}
