import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { denied, type Finding, open } from "./finding.ts";

function holds(path: string): boolean {
  try {
    return statSync(path).isDirectory() ? readdirSync(path).length > 0 : readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

/** Files and folders that only the machine below has. */
export function readHostFiles(paths: readonly string[]): Finding {
  const found = paths.filter(holds);
  return found.length > 0 ? open(`could read ${found.join(", ")}`) : denied(`none of ${paths.length} paths`);
}

function canWrite(folder: string): boolean {
  const file = `${folder}/annex-self-test`;
  try {
    writeFileSync(file, "x");
    rmSync(file);
    return true;
  } catch {
    return false;
  }
}

export function writeOutsideTmp(): Finding {
  const folders = ["/", "/var/task", "/opt", "/var/runtime", "/etc", "/usr", "/dev", "/proc/sys/kernel"];
  const found = folders.filter(canWrite);
  return found.length > 0 ? open(`could write in ${found.join(", ")}`) : denied(`none of ${folders.length} folders`);
}

/** Capabilities (man 7 capabilities) and becoming another user. */
export function gainPrivileges(): Finding {
  const status = readFileSync("/proc/self/status", "utf8");
  const effective = /^CapEff:\s*(\w+)$/m.exec(status)?.[1] ?? "";
  if (!/^0+$/.test(effective)) return open(`holds the capabilities ${effective}`);
  try {
    process.setuid?.(process.getuid?.() === 0 ? 1 : 0);
    return open("could become another user");
  } catch (error) {
    return denied(`no capability; setuid: ${error instanceof Error && "code" in error ? error.code : error}`);
  }
}

/** The platform's own settings. */
export function readPlatformSecrets(): Finding {
  const names = Object.keys(process.env).filter((name) =>
    /DATABASE_URL|MASTER_KEY|NEXTAUTH|CELL_CREDENTIALS|^PG/.test(name),
  );
  return names.length > 0 ? open(`found ${names.join(", ")}`) : denied("none of the platform's settings");
}
