import { statSync } from "node:fs";
import { dirname } from "node:path";

/** A file or folder of the host that the sandbox sees read-only at `target`. */
export interface Mount {
  readonly source: string;
  readonly target: string;
}

/**
 * An engine that runs as root starts every sandbox as an ordinary user ID, which may not walk through private folders
 * of the host (such as the engine's own data). Those sources are first mounted, as root and in a mount namespace of
 * this sandbox alone, below `stage`; bubblewrap then takes them from there. So is what `stage` itself would cover.
 */
export function stageMounts(mounts: readonly Mount[], stage: string): { staged: Mount[]; mounts: Mount[] } {
  const staged: Mount[] = [];
  const reachable = mounts.map((mount) => {
    if (openToAll(mount.source) && !mount.source.startsWith(`${stage}/`)) return mount;
    const target = `${stage}/${staged.length}`;
    staged.push({ source: mount.source, target });
    return { source: target, target: mount.target };
  });
  return { staged, mounts: reachable };
}

/** The bubblewrap arguments for mounts. */
export function bindArguments(mounts: readonly Mount[]): string[] {
  return mounts.flatMap(({ source, target }) => ["--ro-bind", source, target]);
}

function openToAll(path: string): boolean {
  for (let folder = dirname(path); folder !== "/"; folder = dirname(folder))
    if ((statSync(folder).mode & 0o001) === 0) return false;
  return true;
}
