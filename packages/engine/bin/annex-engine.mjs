#!/usr/bin/env node
// The engine's command. Plain JavaScript, so that an older Node.js can run it: it goes on with the Node.js 24 that
// the engine has for functions. In a repository the engine is TypeScript, in a package JavaScript.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const [major = 0] = process.versions.node.split(".").map(Number);
const source = new URL("../src/main.ts", import.meta.url);
const main = existsSync(source) ? source : new URL("../dist/main.js", import.meta.url);

function ownNode() {
  const { resolve } = createRequire(import.meta.url);
  try {
    return fileURLToPath(new URL("bin/node", `file://${resolve(`node24-linux-${process.arch}/package.json`)}`));
  } catch {
    process.stderr.write(`annex-engine: Node.js 24 or newer is needed; this is ${process.version}.\n`);
    return process.exit(1);
  }
}

if (major >= 24) {
  process.removeAllListeners("warning");
  process.on("warning", ({ name, stack }) => name === "ExperimentalWarning" || process.stderr.write(`${stack}\n`));
  await import(main.href);
} else {
  const options = ["--disable-warning=ExperimentalWarning", fileURLToPath(main), ...process.argv.slice(2)];
  const engine = spawn(ownNode(), options, { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  // Ctrl-C reaches both; the engine decides when to end
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => signal === "SIGINT" || engine.kill(signal));
  engine.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
