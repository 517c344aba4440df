import { spawnSync } from "node:child_process";
import { findTool } from "./host-tools.ts";

const MANY = { firstHostId: 0x20_0000, hostIds: 50_000 };
const NOBODY = { firstHostId: 65_534, hostIds: 1 };

/**
 * User IDs of the host that sandboxes of a root engine run as. Their own for each environment, far from any account,
 * so that even a broken namespace leaves two environments strangers; in a container with few IDs, nobody's.
 */
export function findHostIds(root: boolean): { readonly firstHostId: number; readonly hostIds: number } {
  const nsenter = findTool("nsenter");
  if (!root || nsenter === undefined) return NOBODY;
  const id = String(MANY.firstHostId + MANY.hostIds);
  const probe = spawnSync(nsenter, ["--setgid", id, "--setuid", id, "true"], { env: { PATH: "/usr/bin:/bin" } });
  return probe.status === 0 ? MANY : NOBODY;
}
