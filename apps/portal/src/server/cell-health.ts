import type { CellHealth } from "@annex/contract";
import type { CheckedCell } from "@annex/control-plane";
import { z } from "zod";

const isolationSchema = z.object({
  sandbox: z.string(),
  namespaces: z.array(z.string()),
  seccomp: z.boolean(),
  cgroups: z.string(),
  limits: z.record(z.string(), z.string()),
  warnings: z.array(z.string()),
});
/** The engine's answer to `GET /_engine/health`. */
const healthSchema = z.object({ status: z.string(), isolation: isolationSchema });

const timeoutMs = 1000;

function inWords({ sandbox, namespaces, seccomp, cgroups, limits }: z.infer<typeof isolationSchema>): string[] {
  return [
    sandbox === "none" ? "no sandbox" : sandbox,
    ...(namespaces.length > 0 ? [`namespaces: ${namespaces.join(", ")}`] : []),
    seccomp ? "seccomp filter" : "no seccomp filter",
    cgroups === "none" ? "no cgroup limits" : `cgroups ${cgroups}`,
    ...Object.entries(limits).map(([name, limit]) => `${name}: ${limit}`),
  ];
}

async function ask(endpoint: string): Promise<Omit<CellHealth, "checkedAt">> {
  const started = performance.now();
  const response = await fetch(new URL("/_engine/health", endpoint), { signal: AbortSignal.timeout(timeoutMs) });
  const answeredMs = Math.round(performance.now() - started);
  const parsed = healthSchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    return { state: "unhealthy", isolation: [], warnings: ["Its answer could not be read."], answeredMs };
  }
  const { status, isolation } = parsed.data;
  const state = response.ok && status === "ok" ? "healthy" : "unhealthy";
  return { state, isolation: inWords(isolation), warnings: isolation.warnings, answeredMs };
}

/** AWS is asked by the worker, which holds the rights: what it found when it last used the cell. */
function lastCheck({ checkedAt, checkError }: CheckedCell): CellHealth {
  const facts = { isolation: ["AWS Lambda (Firecracker)"], answeredMs: null };
  if (!checkedAt) return { ...facts, state: "aws", warnings: [], checkedAt: new Date().toISOString() };
  const found = { ...facts, checkedAt: checkedAt.toISOString() };
  if (checkError === null) return { ...found, state: "healthy", warnings: [] };
  return { ...found, state: "unreachable", warnings: [checkError] };
}

/** How a cell is: the engine is asked now, of AWS it is told what the worker found. Never throws. */
export async function askCellHealth(cell: CheckedCell): Promise<CellHealth> {
  if (cell.endpoint === null) return lastCheck(cell);
  const checkedAt = new Date().toISOString();
  try {
    return { ...(await ask(cell.endpoint)), checkedAt };
  } catch {
    return { state: "unreachable", isolation: [], warnings: [], answeredMs: null, checkedAt };
  }
}
