import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Diagnostic } from "@annex/contract";
import { build, type Message, type OutputFile } from "esbuild";
import type { BuildAnswer, BuildRequest } from "../build-request.ts";
import { entryOf } from "./entry.ts";
import { tenantFiles } from "./tenant-files.ts";

const bundlePath = ".annex/function.mjs";
/** What a CommonJS package expects to find while it is part of an ES module. */
const banner = `import { createRequire as __annexRequire } from "node:module"; globalThis.require ??= __annexRequire(import.meta.url);`;

function toDiagnostic(severity: Diagnostic["severity"], { text, location }: Message): Diagnostic {
  const place = location?.file.replace(/^(tenant:)?\/?/, "");
  return {
    source: "build",
    severity,
    message: text,
    ...(location && place ? { file: place, line: location.line, column: location.column + 1 } : {}),
    ...(location?.length ? { endColumn: location.column + 1 + location.length } : {}),
  };
}

function isBuildFailure(error: unknown): error is { errors: Message[]; warnings: Message[] } {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

/** The source map with the tenant's own paths: nothing of this machine in it, and stacks read `src/index.ts:3`. */
function withTenantPaths(map: Uint8Array): string {
  const parsed = JSON.parse(Buffer.from(map).toString("utf8"));
  const clean = (source: string) =>
    source.startsWith("tenant:")
      ? `../${source.slice("tenant:".length).replace(/^\/+/, "")}`
      : source.replace(/^.*node_modules\//, "../node_modules/");
  return JSON.stringify({ ...parsed, sources: parsed.sources.map(clean) });
}

function toArtifact(outputs: readonly OutputFile[], request: BuildRequest) {
  const code = outputs.find(({ path: file }) => file.endsWith(".mjs"));
  const map = outputs.find(({ path: file }) => file.endsWith(".map"));
  const files = [
    { path: bundlePath, text: code?.text ?? "" },
    { path: `${bundlePath}.map`, text: withTenantPaths(map?.contents ?? Buffer.from("{}")) },
    entryOf(request.handler),
  ];
  return files.map(({ path: file, text }) => ({ path: file, gzip: gzipSync(text).toString("base64") }));
}

/** Bundles the tenant's files with their packages into one module that Lambda runs, with a source map beside it. */
export async function bundle(request: BuildRequest, packagesFolder: string): Promise<Omit<BuildAnswer, "packageLock">> {
  const { packages, layerPackages } = request;
  const base = request.handler.slice(0, request.handler.lastIndexOf("."));
  try {
    const { outputFiles, warnings } = await build({
      entryPoints: [`tenant:/${base}`],
      outfile: path.join("/var/task", bundlePath),
      bundle: true,
      write: false,
      platform: "node",
      format: "esm",
      target: request.runtime === "nodejs22.x" ? "node22" : "node24",
      sourcemap: "linked",
      sourcesContent: true,
      banner: { js: banner },
      tsconfigRaw: {},
      logLevel: "silent",
      absWorkingDir: "/tmp",
      plugins: [tenantFiles(request.files, { packagesFolder, packages, layerPackages })],
    });
    const diagnostics = warnings
      .filter(({ location }) => !location?.file.includes("node_modules"))
      .map((message) => toDiagnostic("warning", message));
    return { files: toArtifact(outputFiles, request), diagnostics };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return { files: null, diagnostics: error.errors.map((message) => toDiagnostic("error", message)) };
  }
}
