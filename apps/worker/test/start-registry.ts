import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

export interface Registry {
  readonly port: number;
  close(): Promise<void>;
}

/** A package registry with one package, `left-side@1.2.3`, whose install script would leave a trace. */
export async function startRegistry(): Promise<Registry> {
  const folder = mkdtempSync(path.join(tmpdir(), "annex-registry-"));
  mkdirSync(path.join(folder, "package"));
  const manifest = { name: "left-side", version: "1.2.3", main: "index.js", scripts: { install: "touch /tmp/ran" } };
  writeFileSync(path.join(folder, "package/package.json"), JSON.stringify(manifest));
  writeFileSync(path.join(folder, "package/index.js"), "exports.left = (text) => text.split('').reverse().join('');");
  execFileSync("tar", ["-czf", "left-side.tgz", "package"], { cwd: folder });
  const tarball = readFileSync(path.join(folder, "left-side.tgz"));
  rmSync(folder, { recursive: true });
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const dist = { tarball: "http://registry.test.internal/left-side.tgz", integrity };
  const document = JSON.stringify({
    name: "left-side",
    "dist-tags": { latest: "1.2.3" },
    versions: { "1.2.3": { ...manifest, dist } },
  });
  const server = createServer((request, response) => {
    if (request.url === "/left-side.tgz") return response.end(tarball);
    if (request.url === "/left-side") return response.setHeader("content-type", "application/json").end(document);
    response.writeHead(404, { "content-type": "application/json" }).end('{"error":"not found"}');
  });
  const port = await new Promise<number>((done) =>
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      done(address && typeof address === "object" ? address.port : 0);
    }),
  );
  return {
    port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
