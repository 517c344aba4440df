import { execFile } from "node:child_process";
import { existsSync, mkdirSync, statfsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { env } from "../env.ts";
import { PlainError, say, step } from "../terminal.ts";

const run = promisify(execFile);
const leastFreeBytes = 1_000_000_000;

/** @throws PlainError when the state folder cannot be made or the disk is nearly full. */
export function checkDisk(stateDir: string): void {
  try {
    mkdirSync(stateDir, { recursive: true });
  } catch (cause) {
    throw new PlainError(`${stateDir} cannot be made: check its owner, or set ANNEX_STATE_DIR.`, { cause });
  }
  const { bavail, bsize } = statfsSync(stateDir);
  if (bavail * bsize >= leastFreeBytes) return;
  const megabytes = Math.round((bavail * bsize) / 1_000_000);
  throw new PlainError(`Only ${megabytes} MB are free below ${stateDir}; Annex needs 1 GB. Make room and start again.`);
}

function isInstalled(program: string): boolean {
  return env.PATH.split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}

async function aptInstall(name: string): Promise<void> {
  const quiet = { env: { PATH: env.PATH, DEBIAN_FRONTEND: "noninteractive" }, maxBuffer: 1 << 26 };
  const install = () => run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], quiet);
  try {
    await install();
  } catch {
    await run("apt-get", ["update", "-qq"], quiet);
    await install();
  }
}

/**
 * Makes sure that a program of a Debian package is there: installs it when root, else says the one command.
 * @throws PlainError when it is missing and could not be installed.
 */
export async function needProgram(program: string, debianPackage: string, why: string): Promise<void> {
  if (isInstalled(program)) return;
  const command = `sudo apt-get install ${debianPackage}`;
  const advice = `${program} is missing (${why}). Run: ${command}`;
  if (process.getuid?.() !== 0 || !isInstalled("apt-get")) throw new PlainError(advice);
  await step(`Installing ${debianPackage} (${why})`, () => aptInstall(debianPackage)).catch((cause) => {
    throw new PlainError(advice, { cause });
  });
}

/** @throws PlainError when bubblewrap cannot make the namespaces that tenant code is confined by. */
export async function checkSandbox(): Promise<void> {
  await needProgram("bwrap", "bubblewrap", "it confines tenant code");
  const probe = ["--unshare-all", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "/bin/true"];
  await run("bwrap", probe).catch((cause) => {
    throw new PlainError(
      "This machine allows no user namespaces, so tenant code cannot be confined. Run: sudo sysctl -w kernel.unprivileged_userns_clone=1 (in a container: allow user namespaces), or start as root.",
      { cause },
    );
  });
}

/**
 * What only some tests want of Debian, by a file of its package: installed when root, else the one command is told and
 * those tests count as skipped.
 */
export async function wantPackage(file: string, debianPackage: string, why: string): Promise<void> {
  if (existsSync(file)) return;
  const advice = `Skipping what needs ${debianPackage} (${why}). To run it: sudo apt-get install ${debianPackage}`;
  if (process.getuid?.() !== 0 || !isInstalled("apt-get")) return say(advice);
  await step(`Installing ${debianPackage} (${why})`, () => aptInstall(debianPackage)).catch(() => say(advice));
}
