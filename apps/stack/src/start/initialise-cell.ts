import { existsSync } from "node:fs";
import path from "node:path";
import { childEnvironment, root } from "../env.ts";
import { cellFile } from "../services/specs.ts";
import { runProgram } from "./run-program.ts";

/** Lets the engine make its cell at first start: account, roles, users with keys. */
export async function initialiseCell(stateDir: string): Promise<void> {
  if (existsSync(cellFile(stateDir))) return;
  const script = path.join(root, "packages/engine/src/main.ts");
  const where = ["--data-dir", path.dirname(cellFile(stateDir))];
  await runProgram("node", ["--disable-warning=ExperimentalWarning", script, "init", ...where], childEnvironment);
}
