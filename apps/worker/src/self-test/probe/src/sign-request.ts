import { createHash, createHmac } from "node:crypto";

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

interface Unsigned {
  readonly method: string;
  readonly url: URL;
  readonly service: string;
  readonly region: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** The headers of a request signed as AWS has it (Signature Version 4, docs.aws.amazon.com/IAM/latest/UserGuide). */
export function signRequest(request: Unsigned, credentials: AwsCredentials): Record<string, string> {
  const { method, url, service, region, body } = request;
  const at = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const day = at.slice(0, 8);
  const headers: Record<string, string> = {
    ...request.headers,
    host: url.host,
    "x-amz-date": at,
    "x-amz-security-token": credentials.sessionToken,
  };
  const names = Object.keys(headers).sort();
  // every service but S3 encodes the path once more
  const path = url.pathname.split("/").map(encodeURIComponent).join("/");
  const canonical = [
    method,
    path,
    url.searchParams.toString(),
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    sha256(body),
  ].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", at, scope, sha256(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(
    (last, part) => hmac(last, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key, text).toString("hex");
  const { host: _host, ...sent } = headers; // fetch sets it itself
  const credential = `${credentials.accessKeyId}/${scope}`;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}
