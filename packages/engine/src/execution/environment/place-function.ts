import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EgressSession } from "../egress/egress-gate.ts";
import type { InvokeRequest } from "../types.ts";
import type { EnvironmentHost } from "./environment-host.ts";
import type { Place } from "./place.ts";
import { placeCode } from "./place-code.ts";

/** Puts a function's code and layers into its sandbox, and opens its way out where it has one. */
export async function placeFunction(
  host: EnvironmentHost,
  { folders, sandbox }: Place,
  { spec, tenantId }: InvokeRequest,
  tell: (text: string, record: object) => void,
): Promise<EgressSession | undefined> {
  await placeCode(spec.codeDir, folders.task);
  for (const layer of spec.layerDirs) await placeCode(layer, folders.opt);
  if (spec.egress.length === 0 || !host.confined) return undefined;
  const told = { functionName: spec.functionName, tenantId };
  return host.egress.open(await sandbox.network(), spec.egress, told, tell);
}

/** The sandbox's /etc/hosts: the names of the allow-list are addresses of its own loopback. */
export function writeHosts({ folders }: Place, egress: EgressSession | undefined): void {
  writeFileSync(join(folders.run, "hosts"), `127.0.0.1 localhost\n::1 localhost\n${egress?.hosts ?? ""}`);
}
