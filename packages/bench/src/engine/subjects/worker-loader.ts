import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "@annex/db/free-port";
import { startChild, stopChild, untilAnswers } from "../machine/child.ts";
import { plainRequest } from "../machine/sign.ts";
import { event, type Subject } from "./subject.ts";

const compatibilityDate = "2026-01-01";
const tenantCode =
  "export default { async fetch(r) { return Response.json({ statusCode: 200, echo: await r.json() }); } }";
const dispatcher = `export default {
  async fetch(request, env) {
    const id = new URL(request.url).pathname;
    const modules = { "m.js": ${JSON.stringify(tenantCode)} + " //" + id };
    const options = { compatibilityDate: "${compatibilityDate}", mainModule: "m.js", modules, env: {}, globalOutbound: null };
    return env.LOADER.get(id, () => options).getEntrypoint().fetch(request);
  },
};
`;

function configuration(port: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .dispatcher) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "main") ] );
const dispatcher :Workerd.Worker = (
  modules = [ (name = "d.js", esModule = embed "d.js") ],
  compatibilityDate = "${compatibilityDate}",
  bindings = [ (name = "LOADER", workerLoader = ()) ] );
`;
}

/** workerd's worker-loader: an isolate for each function, in one process, without the Node API. */
export async function startWorkerLoader(folder: string, packages: string): Promise<Subject> {
  const place = path.join(folder, "worker-loader");
  const port = await freePort();
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, "d.js"), dispatcher);
  writeFileSync(path.join(place, "config.capnp"), configuration(port));
  const platform = `workerd-linux-${process.arch === "arm64" ? "arm64" : "64"}`;
  const command = path.join(packages, "node_modules", "@cloudflare", platform, "bin", "workerd");
  const child = startChild({ command, args: ["serve", "--experimental", path.join(place, "config.capnp")] });
  const headers = { "content-type": "application/json" };
  const request = (name: string) => ({
    port,
    bytes: plainRequest({ method: "POST", port, target: `/${name}`, headers, body: event }),
  });
  const warm = request("warm");
  await untilAnswers(warm, "workerd");
  let made = 0;
  return {
    name: "workerd worker-loader (isolate)",
    child,
    warm,
    fresh: () => Promise.resolve(request(`fresh-${made++}`)),
    stop: () => stopChild(child),
  };
}
