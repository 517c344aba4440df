// Val Town's deno-http-worker behind node:http: one Deno process for each path. Arguments: port, folder of its packages, Deno binary.
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [port, folder, deno] = process.argv.slice(2);
const entry = join(folder, "node_modules", "@valtown", "deno-http-worker", "dist", "index.js");
const { newDenoHTTPWorker } = await import(pathToFileURL(entry).href);
const code = "export default { async fetch(r) { return Response.json({ statusCode: 200, echo: await r.json() }); } }";
const workers = new Map();

function workerOf(path) {
  const known = workers.get(path);
  if (known) return known;
  const worker = newDenoHTTPWorker(code, { denoExecutable: [deno], runFlags: ["--no-config"] });
  workers.set(path, worker);
  return worker;
}

async function pass(path, body, response) {
  const worker = await workerOf(path);
  const headers = { "content-type": "application/json", "content-length": body.length };
  const request = worker.request("http://worker/", { method: "POST", headers }, (answer) => {
    const chunks = [];
    answer.on("data", (chunk) => chunks.push(chunk));
    answer.on("end", () => {
      response.writeHead(answer.statusCode, { "content-type": "application/json" });
      response.end(Buffer.concat(chunks));
    });
  });
  request.on("error", () => response.destroy());
  request.end(body);
}

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => pass(request.url, Buffer.concat(chunks), response).catch(() => response.destroy()));
}).listen(Number(port), "127.0.0.1");
