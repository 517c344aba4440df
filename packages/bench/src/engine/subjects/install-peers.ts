import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What is measured beside the engine. Never a dependency of the workspace: installed in a folder of its own, without scripts. */
const peers = {
  "serverless-offline": ["serverless@3.40.0", "serverless-offline@13.10.1"],
  workerd: ["workerd@1.20261117.1"],
  "deno-http-worker": ["deno@2.9.6", "@valtown/deno-http-worker@3.0.0"],
} as const;
export type PeerName = keyof typeof peers;
export const peerNames: readonly PeerName[] = ["serverless-offline", "workerd", "deno-http-worker"];

const home = path.join(tmpdir(), `annex-bench-peers-${userInfo().uid}`);

/**
 * The folder with a peer's node_modules; the next run finds it there.
 * @throws when the registry cannot be reached.
 */
export async function installPeer(name: PeerName): Promise<string> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (statSync(home).uid !== userInfo().uid) throw new Error(`${home} belongs to another user`);
  const folder = path.join(home, name);
  if (existsSync(folder)) return folder;
  const half = `${folder}-${process.pid}`;
  mkdirSync(half, { recursive: true });
  try {
    writeFileSync(path.join(half, "package.json"), JSON.stringify({ name: "peer", private: true }));
    const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"];
    await run("npm", ["install", ...flags, ...peers[name]], { cwd: half, timeout: 180_000 });
    renameSync(half, folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return folder;
}
