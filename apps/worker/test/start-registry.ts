import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { listenLocally } from "@annex/testing/listen-locally";

export interface Registry {
  readonly port: number;
  /** Another version of a package, from now on. */
  publish(name: string, version: string): void;
  close(): Promise<void>;
}

/** What a package's folder holds; `package.json` gives its name and version. */
type PackageFiles = Readonly<Record<string, string>> & { readonly "package.json": string };

const packages: readonly PackageFiles[] = [
  {
    "package.json": JSON.stringify({
      ...{ name: "left-side", version: "1.2.3", main: "index.js", scripts: { install: "touch /tmp/ran" } },
    }),
    "index.js": "exports.left = (text) => text.split('').reverse().join('');",
  },
  {
    "package.json": JSON.stringify({
      ...{ name: "typed-side", version: "2.0.0", dependencies: { "left-side": "1.2.3" } },
      exports: { ".": { import: { types: "./dist/main.d.ts", default: "./dist/main.js" } } },
    }),
    "dist/main.js": "export const right = (text) => text;",
    "dist/main.d.ts": 'export { right } from "./right.js";',
    "dist/right.d.ts": "/** The right side. */\nexport declare function right(text: string): string;",
  },
  plain("upper-side", "1.0.0", { "moving-side": "^1.0.0" }),
  plain("moving-side", "1.0.0"),
];

function plain(name: string, version: string, dependencies: Readonly<Record<string, string>> = {}): PackageFiles {
  return {
    "package.json": JSON.stringify({ name, version, main: "index.js", dependencies }),
    "index.js": `exports.version = ${JSON.stringify(version)}; ${Object.keys(dependencies)
      .map((needed) => `exports.needs = require(${JSON.stringify(needed)}).version;`)
      .join("")}`,
  };
}

function pack(files: PackageFiles): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), "annex-registry-"));
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(folder, "package", file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  execFileSync("tar", ["-czf", "package.tgz", "package"], { cwd: folder });
  const tarball = readFileSync(path.join(folder, "package.tgz"));
  rmSync(folder, { recursive: true });
  return tarball;
}

/** What the registry answers at each of its paths. */
class Answers {
  readonly #tarballs = new Map<string, Buffer>();
  readonly #versions = new Map<string, Record<string, unknown>>();

  add(files: PackageFiles): void {
    const manifest = JSON.parse(files["package.json"]);
    const { name, version } = manifest;
    const tarball = pack(files);
    const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
    const dist = { tarball: `http://registry.test.internal/${name}-${version}.tgz`, integrity };
    this.#tarballs.set(`/${name}-${version}.tgz`, tarball);
    this.#versions.set(name, { ...this.#versions.get(name), [version]: { ...manifest, dist } });
  }

  at(url: string): Buffer | string | undefined {
    const name = url.slice(1);
    const versions = this.#versions.get(name);
    if (!versions) return this.#tarballs.get(url);
    return JSON.stringify({ name, "dist-tags": { latest: Object.keys(versions).at(-1) }, versions });
  }
}

/**
 * A package registry with `left-side@1.2.3`, which has no types and whose install script would leave a trace, and
 * `typed-side@2.0.0`, which brings types and needs the other one; and `upper-side@1.0.0`, which needs any 1.x of
 * `moving-side`.
 */
export async function startRegistry(): Promise<Registry> {
  const known = new Answers();
  for (const files of packages) known.add(files);
  const server = createServer((request, response) => {
    const answer = known.at(request.url ?? "");
    if (answer === undefined)
      return response.writeHead(404, { "content-type": "application/json" }).end('{"error":"not found"}');
    if (typeof answer === "string") response.setHeader("content-type", "application/json");
    return response.end(answer);
  });
  const port = await listenLocally(server);
  return {
    port,
    publish: (name, version) => known.add(plain(name, version)),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
