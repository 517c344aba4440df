// Floor of a warm invocation: node:http in front, the Lambda Runtime API framed by hand behind, sandboxed Node.
// It does nothing else: no policies, no limits, no log, no metrics, no time-outs, no freezing.
// Arguments: port, environments, Node binary, folder, and the secret key to verify signatures with (or nothing).
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { join } from "node:path";
import { startSandbox } from "./start-sandbox.mjs";

const [port, environments, binary, folder, secret] = process.argv.slice(2);
const idle = [];
const queue = [];
const pending = new Map();
let lastId = 0;

const hash = (data) => createHash("sha256").update(data).digest("hex");
const mac = (key, data) => createHmac("sha256", key).update(data).digest();
const keys = new Map();

/** Verifies Signature Version 4 with the derived key kept, as cheaply as it can be done honestly. */
function isSigned({ method, url, headers }, body) {
  const [, scope = "", names = "", given = ""] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})/.exec(headers.authorization ?? "") ??
    [];
  const key = keys.get(scope) ?? scope.split("/").reduce(mac, `AWS4${secret}`);
  keys.set(scope, key);
  const lines = names
    .split(";")
    .map((name) => `${name}:${headers[name]}\n`)
    .join("");
  const canonical = `${method}\n${url}\n\n${lines}\n${names}\n${hash(body)}`;
  const wanted = mac(key, `AWS4-HMAC-SHA256\n${headers["x-amz-date"]}\n${scope}\n${hash(canonical)}`);
  return given !== "" && timingSafeEqual(Buffer.from(given, "hex"), wanted);
}

function give(environment, job) {
  pending.set(job.id, job);
  const head = `HTTP/1.1 200 OK\r\nlambda-runtime-aws-request-id: ${job.id}\r\ncontent-length: ${job.body.length}\r\n\r\n`;
  environment.socket.write(head + job.body.toString("latin1"), "latin1");
}

function release(environment) {
  const job = queue.shift();
  if (job) give(environment, job);
  else idle.push(environment);
}

function submit(job) {
  const environment = idle.pop();
  if (environment) give(environment, job);
  else queue.push(job);
}

function serveRuntime(environment, socket) {
  environment.socket = socket;
  socket.setEncoding("latin1");
  let text = "";
  socket.on("data", (data) => {
    text += data;
    for (let end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
      if (text.startsWith("GET")) {
        text = text.slice(end + 4);
        release(environment);
        continue;
      }
      const length = Number(/content-length: (\d+)/.exec(text)[1]);
      if (text.length < end + 4 + length) return;
      const id = text.slice(0, 80).split("/")[4];
      const body = text.slice(end + 4, end + 4 + length);
      text = text.slice(end + 4 + length);
      socket.write("HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n");
      const job = pending.get(id);
      pending.delete(id);
      job.done(Buffer.from(body, "latin1"));
    }
  });
}

for (let number = 0; number < Number(environments); number++) {
  const place = join(folder, String(number));
  startSandbox(place, binary, ["/opt/client/floor-client.cjs"]);
  writeFileSync(
    join(place, "task", "index.js"),
    "exports.handler = async (event) => ({ statusCode: 200, echo: event });",
  );
  createSocketServer((socket) => serveRuntime({}, socket)).listen(join(place, "run", "api.sock"));
}

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    if (secret && !isSigned(request, body)) {
      response.writeHead(403);
      response.end();
      return;
    }
    const id = String(++lastId);
    const done = (answer) => {
      const headers = {
        "content-type": "application/json",
        "x-amzn-requestid": id,
        "x-amz-executed-version": "$LATEST",
      };
      response.writeHead(200, { ...headers, "content-length": answer.length });
      response.end(answer);
    };
    submit({ id, body, done });
  });
}).listen(Number(port), "127.0.0.1");
