import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** Programs of the host that build a sandbox, with the Debian package that holds each. */
const packages = { bwrap: "bubblewrap", nsenter: "util-linux", unshare: "util-linux", prlimit: "util-linux" } as const;

/** Absolute path of a program of the host, or undefined where it is not installed. */
export function findTool(name: keyof typeof packages): string | undefined {
  return ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"]
    .map((folder) => join(folder, name))
    .find((path) => executable(path));
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Why no sandbox can be had on this machine, in words that say what to do; undefined where one can.
 * It builds a real one: a kernel or a container may forbid namespaces that the program alone would promise.
 */
export function sandboxProblem(): string | undefined {
  if (process.platform !== "linux") return "functions are confined by Linux namespaces, and this is not Linux";
  const bwrap = findTool("bwrap");
  if (bwrap === undefined)
    return `bubblewrap is missing: install it (Debian, Ubuntu: apt-get install ${packages.bwrap})`;
  for (const tool of ["nsenter", "unshare", "prlimit"] as const)
    if (findTool(tool) === undefined) return `${tool} is missing: install it (apt-get install ${packages[tool]})`;
  try {
    const args = ["--unshare-user", "--unshare-pid", "--unshare-net", "--ro-bind", "/", "/", "--proc", "/proc", "true"];
    execFileSync(bwrap, args, { stdio: ["ignore", "ignore", "pipe"], env: { PATH: "/usr/bin:/bin" } });
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
    return `bubblewrap cannot make namespaces here (${reason}); allow unprivileged user namespaces (kernel.unprivileged_userns_clone, user.max_user_namespaces, AppArmor)`;
  }
}
