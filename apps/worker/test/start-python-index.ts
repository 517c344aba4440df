import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { listenLocally } from "@annex/testing/listen-locally";
import { ZipArchive } from "archiver";

/** A wheel that the index has, or a source distribution. */
export interface PythonFile {
  readonly name: string;
  readonly version: string;
  /** `py3-none-any` where it is left out; `sdist` is no wheel. */
  readonly tag?: string;
  /** `Requires-Dist`. */
  readonly needs?: readonly string[];
  readonly requiresPython?: string;
  readonly yanked?: boolean;
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** What the index says of its bytes; the truth where it is left out. */
  readonly sha256?: string;
  /** Changes the bytes that were made. */
  readonly spoil?: (wheel: Buffer) => Buffer;
  /** A symbolic link in it: path and target. */
  readonly link?: readonly [string, string];
}

export interface PythonIndex {
  readonly port: number;
  /** What was asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

interface Options {
  /** Pages of PEP 503, as an index that knows no JSON answers. */
  readonly html?: boolean;
  /** Where its files are said to be. */
  readonly filesAt: string;
}

async function makeWheel({ name, version, needs = [], requiresPython, files = {}, spoil, link }: PythonFile) {
  const archive = new ZipArchive({ zlib: { level: 6 } });
  const info = `${name.replaceAll("-", "_")}-${version}.dist-info`;
  const metadata = [
    ...["Metadata-Version: 2.1", `Name: ${name}`, `Version: ${version}`],
    ...(requiresPython ? [`Requires-Python: ${requiresPython}`] : []),
    ...needs.map((need) => `Requires-Dist: ${need}`),
    ...["", "Requires-Dist: a line of the description"],
  ];
  archive.append(metadata.join("\n"), { name: `${info}/METADATA` });
  for (const [path, content] of Object.entries(files)) archive.append(content, { name: path });
  if (link) archive.symlink(...link);
  const [bytes] = await Promise.all([buffer(archive), archive.finalize()]);
  return { bytes: spoil ? spoil(bytes) : bytes, metadata: metadata.join("\n") };
}

function fileName({ name, version, tag = "py3-none-any" }: PythonFile): string {
  const base = `${name.replaceAll("-", "_")}-${version}`;
  return tag === "sdist" ? `${base}.tar.gz` : `${base}-${tag}.whl`;
}

interface Listed {
  readonly file: PythonFile;
  readonly sha256: string;
}

function asJson(listed: readonly Listed[], filesAt: string): string {
  const files = listed.map(({ file, sha256 }) => ({
    ...{ filename: fileName(file), url: `${filesAt}/${fileName(file)}`, hashes: { sha256 } },
    ...{ "requires-python": file.requiresPython ?? null, yanked: file.yanked ?? false },
    "core-metadata": file.tag !== "sdist",
  }));
  return JSON.stringify({ meta: { "api-version": "1.1" }, name: listed[0]?.file.name, files });
}

function asHtml(listed: readonly Listed[], filesAt: string): string {
  const links = listed.map(({ file, sha256 }) => {
    const python = file.requiresPython?.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    const more = `${python ? ` data-requires-python="${python}"` : ""}${file.yanked ? ' data-yanked=""' : ""}`;
    return `<a href="${filesAt}/${fileName(file)}#sha256=${sha256}"${more}>${fileName(file)}</a><br/>`;
  });
  return `<!DOCTYPE html><html><body>${links.join("\n")}</body></html>`;
}

/** A simple index of Python packages on this machine, below `/simple/`, with its files beside it. */
export async function startPythonIndex(files: readonly PythonFile[], options: Options): Promise<PythonIndex> {
  const answers = new Map<string, Buffer | string>();
  const projects = new Map<string, Listed[]>();
  for (const file of files) {
    const { bytes, metadata } = await makeWheel(file);
    const sha256 = file.sha256 ?? createHash("sha256").update(bytes).digest("hex");
    answers.set(`/${fileName(file)}`, bytes);
    if (!options.html) answers.set(`/${fileName(file)}.metadata`, metadata);
    projects.set(file.name, [...(projects.get(file.name) ?? []), { file, sha256 }]);
  }
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? "";
    asked.push(url);
    const listed = projects.get(/^\/simple\/([^/]+)\/$/.exec(url)?.[1] ?? "");
    if (listed) {
      const type = options.html ? "text/html" : "application/vnd.pypi.simple.v1+json";
      response.setHeader("content-type", type);
      return response.end((options.html ? asHtml : asJson)(listed, options.filesAt));
    }
    const answer = answers.get(url);
    return answer === undefined ? response.writeHead(404).end() : response.end(answer);
  });
  const port = await listenLocally(server);
  return {
    ...{ port, asked },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
