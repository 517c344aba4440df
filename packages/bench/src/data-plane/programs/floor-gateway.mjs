// Floor of the whole path: a gateway that checks an HMAC token, looks the tenant's function up in a map, signs Invoke
// (Signature Version 4, key derived once) and sends it by undici. It has no limits, mapping, ledger, log or database.
// Arguments: port, the engine's port, the secret key to sign with.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { Pool } from "undici";

const [port, enginePort, secret] = process.argv.slice(2);
const host = `127.0.0.1:${enginePort}`;
const pool = new Pool(`http://${host}`, { connections: 16 });
const sessionToken = "t".repeat(400);
const target = "/2015-03-31/functions/f/invocations";
const functions = new Map([["acme/f", target]]);
const tokenKey = "token";

const hash = (data) => createHash("sha256").update(data).digest("hex");
const mac = (key, data) => createHmac("sha256", key).update(data).digest();
const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
const scope = `${day}/eu-central-1/lambda/aws4_request`;
const signingKey = scope.split("/").reduce(mac, `AWS4${secret}`);

/** The tenant of `header.claims.signature`; undefined where the signature is wrong. */
function tenantOf(authorization = "") {
  const [header, claims, signature = ""] = authorization.slice("Bearer ".length).split(".");
  const given = Buffer.from(signature, "base64url");
  const wanted = mac(tokenKey, `${header}.${claims}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  return JSON.parse(Buffer.from(claims, "base64url").toString()).tenant;
}

function signed(path, body) {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const names = "host;x-amz-date;x-amz-security-token";
  const lines = `host:${host}\nx-amz-date:${time}\nx-amz-security-token:${sessionToken}\n`;
  const canonical = `POST\n${path}\n\n${lines}\n${names}\n${hash(body)}`;
  const signature = mac(signingKey, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash(canonical)}`).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIAFLOOR/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { host, "x-amz-date": time, "x-amz-security-token": sessionToken, authorization };
}

async function serve(request, response, body) {
  const path = functions.get(`${tenantOf(request.headers.authorization)}/f`);
  if (path === undefined) return void response.writeHead(401).end();
  const answer = await pool.request({ method: "POST", path, body, headers: signed(path, body) });
  const payload = Buffer.from(await answer.body.arrayBuffer());
  const headers = { "content-type": "application/json", "content-length": payload.length };
  response.writeHead(answer.statusCode, headers).end(payload);
}

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => void serve(request, response, Buffer.concat(chunks)));
}).listen(Number(port), "127.0.0.1");
