// What a package of the engine has in place of `src`: JavaScript and its declarations, since Node.js reads no
// TypeScript below node_modules. `pnpm pack` runs `pack.mjs dist` before and `pack.mjs clean` after.
import { execFileSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import path from "node:path";

const here = import.meta.dirname;
const [, , folder = "dist"] = process.argv;
const target = path.resolve(here, folder === "clean" ? "dist" : folder);
rmSync(target, { recursive: true, force: true });
if (folder !== "clean") {
  const tsc = path.join(here, "../../node_modules/typescript/bin/tsc");
  const project = path.join(here, "tsconfig.package.json");
  execFileSync(process.execPath, [tsc, "-p", project, "--outDir", target], { stdio: "inherit" });
  const isAsset = (file) => !/\.tsx?$|__pycache__|\/testing$/.test(file);
  cpSync(path.join(here, "src"), target, { recursive: true, filter: isAsset });
}
