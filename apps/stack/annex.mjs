#!/usr/bin/env node
// First step of every command, with nothing but Node's own modules: a fresh clone has no node_modules yet.
// Installs with the pinned pnpm, then hands over to src/main.ts on the Node that the repository itself brings.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const packageJson = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const bin = path.join(root, "node_modules", ".bin");
const stampFile = path.join(root, "node_modules", ".annex-install");

function stopWith(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stopWith(
    `Annex needs Node.js 20.19 or newer; this is ${process.versions.node}. Install it from your distribution or nodejs.org.`,
  );
}

function checkPlatform() {
  if (process.platform === "linux") return;
  stopWith(
    `Annex runs tenant code in Linux namespaces and needs Linux; this is ${process.platform}. A virtual machine will do.`,
  );
}

function wantedStamp() {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}`);
  return hash.update(readFileSync(path.join(root, "pnpm-lock.yaml"))).digest("hex");
}

function install() {
  const stamp = wantedStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  const started = Date.now();
  process.stdout.write("• Installing packages (first start only, about a minute)\n");
  const pnpm = `--package=${packageJson.packageManager}`;
  const done = spawnSync(
    "npm",
    ["exec", "--yes", pnpm, "--", "pnpm", "install", "--frozen-lockfile", "--reporter=append-only"],
    {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, CI: "true" },
      maxBuffer: 1 << 28,
    },
  );
  if (done.error || done.status !== 0) {
    const lines = `${done.error ?? ""}${done.stdout ?? ""}${done.stderr ?? ""}`.trimEnd().split("\n").slice(-25);
    stopWith(
      `${lines.join("\n")}\n\nThe packages could not be installed. Check the network and the free disk space, then run the command again.`,
    );
  }
  writeFileSync(stampFile, stamp);
  process.stdout.write(`✔ Packages installed in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

checkNode();
checkPlatform();
install();

const node = path.join(bin, "node");
const child = spawn(
  existsSync(node) ? node : process.execPath,
  [path.join(root, "apps/stack/src/main.ts"), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` },
  },
);
// Ctrl-C reaches the whole process group; this process only waits for the orderly end. A plain kill is passed on.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
