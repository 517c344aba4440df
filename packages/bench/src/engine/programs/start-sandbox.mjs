// The cheapest sandbox that is one: bubblewrap with every namespace, the host's /usr, and one socket. Shared by the floors.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** Starts `command` in a sandbox that sees `folder`/task as /var/task and `folder`/run as /run. */
export function startSandbox(folder, binary, command) {
  mkdirSync(join(folder, "task"), { recursive: true });
  mkdirSync(join(folder, "run"), { recursive: true });
  const system = [
    ...["--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"],
    ...["--symlink", "usr/bin", "/bin", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
  ];
  const own = ["--ro-bind", join(folder, "task"), "/var/task", "--bind", join(folder, "run"), "/run"];
  const runtime = ["--ro-bind", binary, "/opt/runtime", "--ro-bind", import.meta.dirname, "/opt/client"];
  const flags = ["--unshare-all", "--die-with-parent", "--new-session", "--uid", "1000", "--gid", "1000", "--clearenv"];
  return spawn("bwrap", [...flags, ...system, ...own, ...runtime, "/opt/runtime", ...command], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { PATH: "/usr/bin:/bin" },
  });
}
