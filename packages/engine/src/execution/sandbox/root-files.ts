import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mount } from "./mounts.ts";

/** User and group ID that functions see themselves as. */
export const SANDBOX_ID = 1000;

const certificateBundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

/** The few files of /etc that programs expect; made once for an engine, the same for all sandboxes. */
export async function writeRootFiles(folder: string): Promise<Mount[]> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const texts = {
    passwd: `root:x:0:0:root:/:/sbin/nologin\nsandbox:x:${SANDBOX_ID}:${SANDBOX_ID}::/tmp:/sbin/nologin\n`,
    group: `root:x:0:\nsandbox:x:${SANDBOX_ID}:\n`,
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    // The function's own resolver is in its own network namespace; where it has no egress nobody answers.
    "resolv.conf": "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n",
  };
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text, { mode: 0o644 });
  const certificates = certificateBundles.find((path) => existsSync(path));
  return [
    ...Object.keys(texts).map((name) => ({ source: join(folder, name), target: `/etc/${name}` })),
    ...(certificates === undefined ? [] : [{ source: certificates, target: "/etc/ssl/certs/ca-certificates.crt" }]),
  ];
}
