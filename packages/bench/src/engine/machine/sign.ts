import { createHash, createHmac } from "node:crypto";

export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
}

export interface UnsignedRequest {
  readonly method: string;
  readonly port: number;
  /** Path and query as they go on the wire; no `%` in them. */
  readonly target: string;
  readonly service: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

const hash = (data: Buffer | string) => createHash("sha256").update(data).digest("hex");
const mac = (key: Buffer | string, data: string) => createHmac("sha256", key).update(data).digest();

/** The bytes of a request with Signature Version 4 (docs.aws.amazon.com/IAM, "Signing AWS API requests"). */
export function signedRequest(signer: Signer, request: UnsignedRequest): Buffer {
  const { method, port, target, service, body = "" } = request;
  const [path = "/", query = ""] = target.split("?");
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${time.slice(0, 8)}/${signer.region}/${service}/aws4_request`;
  const headers: Record<string, string> = {
    host: `127.0.0.1:${port}`,
    "x-amz-date": time,
    ...(signer.sessionToken === undefined ? {} : { "x-amz-security-token": signer.sessionToken }),
    ...request.headers,
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = [method, path, query, lines, names.join(";"), hash(body)].join("\n");
  const key = scope.split("/").reduce<Buffer | string>(mac, `AWS4${signer.secretAccessKey}`);
  const signature = mac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash(canonical)}`).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${signer.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return plainRequest({ ...request, headers: { ...headers, authorization } });
}

/** The bytes of a request as it is. */
export function plainRequest({
  method,
  port,
  target,
  headers = {},
  body = "",
}: Omit<UnsignedRequest, "service">): Buffer {
  const all = { host: `127.0.0.1:${port}`, ...headers, "content-length": String(Buffer.byteLength(body)) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`), Buffer.from(body)]);
}
