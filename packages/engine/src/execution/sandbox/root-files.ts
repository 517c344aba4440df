import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mount } from "./mounts.ts";

/** User and group ID that functions see themselves as. */
export const SANDBOX_ID = 1000;

const certificateBundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

/** Where the sandbox's own hosts file is: the one of /etc is a link to it. */
const HOSTS = "/run/annex/hosts";

/** The few files of /etc that programs expect, in one folder; made once for an engine, the same for all sandboxes. */
export async function writeRootFiles(folder: string): Promise<Mount[]> {
  const etc = join(folder, "etc");
  await rm(etc, { recursive: true, force: true });
  await mkdir(join(etc, "ssl", "certs"), { recursive: true });
  for (const path of [folder, etc, join(etc, "ssl"), join(etc, "ssl", "certs")]) await chmod(path, 0o755);
  const texts = {
    passwd: `root:x:0:0:root:/:/sbin/nologin\nsandbox:x:${SANDBOX_ID}:${SANDBOX_ID}::/tmp:/sbin/nologin\n`,
    group: `root:x:0:\nsandbox:x:${SANDBOX_ID}:\n`,
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    // The function's own resolver is in its own network namespace; where it has no egress nobody answers.
    "resolv.conf": "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n",
  };
  for (const [name, text] of Object.entries(texts)) await writeReadable(join(etc, name), text);
  const certificates = certificateBundles.find((path) => existsSync(path));
  if (certificates !== undefined)
    await writeReadable(join(etc, "ssl", "certs", "ca-certificates.crt"), await readFile(certificates));
  await symlink(HOSTS, join(etc, "hosts"));
  return [{ source: etc, target: "/etc" }];
}

/** Functions run as another user of the host, whatever the engine's umask says. */
async function writeReadable(path: string, content: string | Buffer): Promise<void> {
  await writeFile(path, content);
  await chmod(path, 0o644);
}
