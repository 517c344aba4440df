import path from "node:path";
import { zipLimits } from "./zip-limits.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const control = /[\u0000-\u001f\u007f]/;

function problemOfOne(name: string): string | null {
  if (control.test(name)) return "The zip holds a name with control characters. Rename the file.";
  if (name.length > zipLimits.pathLength) return "The zip holds a path of more than 500 characters.";
  const parts = name.split("/");
  if (parts.length > zipLimits.depth + 1) return `The zip holds a path of more than ${zipLimits.depth} folders.`;
  const isLong = parts.some((part) => Buffer.byteLength(part) > zipLimits.nameBytes);
  return isLong ? "The zip holds a name of more than 255 bytes. Shorten it." : null;
}

/** What is wrong with the names of a zip, one after another: each has to be a file or a folder of its own. */
export function createNameCheck(): (name: string) => string | null {
  const files = new Set<string>();
  const folders = new Set<string>();
  const isBoth = (name: string) => files.has(name) && folders.has(name);
  const addFolders = (name: string): string | null => {
    for (let end = name.lastIndexOf("/"); end > 0; end = name.lastIndexOf("/", end - 1)) {
      const folder = name.slice(0, end);
      if (folders.has(folder)) return null;
      folders.add(folder);
      if (isBoth(folder)) return folder;
    }
    return null;
  };
  return (written) => {
    const problem = problemOfOne(written);
    if (problem !== null) return problem;
    const name = path.posix.normalize(written);
    if (!name.endsWith("/") && files.has(name)) return `The zip holds ${name} twice.`;
    if (!name.endsWith("/")) files.add(name);
    const both = isBoth(name) ? name : addFolders(name);
    if (folders.size > zipLimits.entries) return "The zip holds more than 10,000 folders.";
    return both === null ? null : `The zip holds ${both} as a file and as a folder.`;
  };
}
