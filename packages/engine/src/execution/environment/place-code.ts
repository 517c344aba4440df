import { constants, type Dirent, linkSync, readdirSync, statSync } from "node:fs";
import { chmod, copyFile, link, mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

const FEW = 16;
const OTHERS_READ = 0o004;

/**
 * Puts the files of `source` below `target` as hard links, which costs no bytes and is safe because every sandbox
 * mounts them read-only; across file systems they are copied. Symbolic links are left out: code comes from zip
 * archives that may not hold them. Later calls win over earlier ones, as with Lambda's layers.
 */
export async function placeCode(source: string, target: string): Promise<void> {
  const entries = readdirSync(source, { withFileTypes: true });
  if (linkFew(entries, source, target)) return;
  await Promise.all(
    entries.map(async (entry) => {
      const [from, to] = [join(source, entry.name), join(target, entry.name)];
      if (entry.isFile()) return placeFile(from, to);
      if (!entry.isDirectory()) return;
      await mkdir(to, { mode: 0o755, recursive: true });
      await placeCode(from, to);
    }),
  );
}

/** A few files are linked at once: each turn through the thread pool would take longer than the work. */
function linkFew(entries: readonly Dirent[], source: string, target: string): boolean {
  if (entries.length > FEW || !entries.every((entry) => entry.isFile())) return false;
  try {
    for (const { name } of entries) {
      const from = join(source, name);
      if ((statSync(from).mode & OTHERS_READ) === 0) return false;
      linkSync(from, join(target, name));
    }
    return true;
  } catch {
    // Another file system, or a layer's file that is there already: file by file then.
    return false;
  }
}

async function placeFile(from: string, to: string): Promise<void> {
  // The sandbox runs as another user of the host: what only the engine may read has to become a file of its own.
  const { mode } = await stat(from);
  if ((mode & OTHERS_READ) === 0) return copyReadable(from, to, mode);
  try {
    await link(from, to);
  } catch {
    await copyReadable(from, to, mode);
  }
}

async function copyReadable(from: string, to: string, mode: number): Promise<void> {
  await rm(to, { force: true });
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await chmod(to, (mode & 0o111) === 0 ? 0o644 : 0o755);
}
