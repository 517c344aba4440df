import { createWriteStream, mkdirSync } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { fromBufferPromise } from "yauzl";

/** Unpacks a zip into a new folder; a name that leads out of it is refused by the reader. */
export async function unpack(zip: Buffer, folder: string): Promise<void> {
  const opened = await fromBufferPromise(zip, { lazyEntries: true, strictFileNames: true });
  mkdirSync(folder, { recursive: true });
  for await (const entry of opened.eachEntry()) {
    const target = path.join(folder, entry.fileName);
    if (entry.fileName.endsWith("/")) {
      mkdirSync(target, { recursive: true });
      continue;
    }
    mkdirSync(path.dirname(target), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777 || 0o644;
    await pipeline(await opened.openReadStreamPromise(entry), createWriteStream(target, { mode }));
  }
}
