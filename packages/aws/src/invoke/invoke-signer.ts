import { createHmac, hash } from "node:crypto";
import type { SessionCredentials } from "./invoke-driver.ts";

/** Where an Invoke goes: the part of it that is the same each time. */
export interface InvokeRoute {
  readonly host: string;
  /** Path and query as on the wire. */
  readonly target: string;
  /** The first lines of the canonical request: method, path, query. */
  readonly canonicalHead: string;
}

/** What of an Invoke is signed: everything that is sent but for what the connection adds. */
export interface UnsignedInvoke {
  readonly route: InvokeRoute;
  readonly clientContext: string;
  readonly body: Buffer;
}

const contentType = "application/octet-stream";
const logType = "Tail";
const signedNames =
  "content-length;content-type;host;x-amz-client-context;x-amz-content-sha256;x-amz-date;x-amz-log-type;x-amz-security-token";

/** As Signature Version 4 wants it (RFC 3986): also what `encodeURIComponent` leaves. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** `path` and `query` (`Qualifier=1`) are encoded as on the wire; the path is encoded once more for its signature. */
export function invokeRoute(host: string, path: string, query: string): InvokeRoute {
  const canonicalHead = `POST\n${path.split("/").map(encode).join("/")}\n${query}\n`;
  return { host, target: `${path}?${query}`, canonicalHead };
}

const keyFrom = (secret: Buffer | string, data: string) => createHmac("sha256", secret).update(data).digest();

const blockBytes = 64;
const digestBytes = 32;

/**
 * HMAC-SHA256 (RFC 2104) with a key that is prepared once: two plain hashes cost a third of an HMAC object of
 * node:crypto, and every invocation is signed. `key` is not longer than a block.
 */
class PreparedKey {
  readonly #inner: Buffer;
  readonly #outer = Buffer.alloc(blockBytes + digestBytes, 0x5c);

  constructor(key: Buffer, longestText: number) {
    this.#inner = Buffer.alloc(blockBytes + longestText, 0x36);
    for (const [index, byte] of key.entries()) {
      this.#inner[index] = byte ^ 0x36;
      this.#outer[index] = byte ^ 0x5c;
    }
  }

  /** In hex, of a text in ASCII. */
  sign(text: string): string {
    const length = this.#inner.write(text, blockBytes, "latin1");
    this.#outer.write(hash("sha256", this.#inner.subarray(0, blockBytes + length), "hex"), blockBytes, "hex");
    return hash("sha256", this.#outer, "hex");
  }
}

/**
 * Signs the Invokes of one session (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 * The day's key is derived once; lean-driver.test.ts proves what it signs equal to what the AWS SDK signs.
 */
export class InvokeSigner {
  readonly #region: string;
  readonly #credentials: SessionCredentials;
  #day = "";
  #key: PreparedKey | undefined;

  constructor(region: string, credentials: SessionCredentials) {
    this.#region = region;
    this.#credentials = credentials;
  }

  /** The headers of the signed request. `time` is as `CellClock.stamp` gives it. */
  sign({ route, clientContext, body }: UnsignedInvoke, time: string): Record<string, string> {
    const { host, canonicalHead } = route;
    const { accessKeyId, sessionToken } = this.#credentials;
    const length = String(body.byteLength);
    const bodyHash = hash("sha256", body, "hex");
    const lines = `content-length:${length}\ncontent-type:${contentType}\nhost:${host}\nx-amz-client-context:${clientContext}\nx-amz-content-sha256:${bodyHash}\nx-amz-date:${time}\nx-amz-log-type:${logType}\nx-amz-security-token:${sessionToken}\n`;
    const canonical = `${canonicalHead}${lines}\n${signedNames}\n${bodyHash}`;
    const day = time.slice(0, 8);
    const scope = `${day}/${this.#region}/lambda/aws4_request`;
    const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash("sha256", canonical, "hex")}`;
    const signature = this.#keyOf(day, text.length).sign(text);
    return {
      host,
      "content-type": contentType,
      "content-length": length,
      "x-amz-client-context": clientContext,
      "x-amz-content-sha256": bodyHash,
      "x-amz-date": time,
      "x-amz-log-type": logType,
      "x-amz-security-token": sessionToken,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedNames}, Signature=${signature}`,
    };
  }

  /** The texts of a day are of one length: algorithm, time, scope and a hash. */
  #keyOf(day: string, textLength: number): PreparedKey {
    if (this.#key && this.#day === day) return this.#key;
    const secret = `AWS4${this.#credentials.secretAccessKey}`;
    const key = keyFrom(keyFrom(keyFrom(keyFrom(secret, day), this.#region), "lambda"), "aws4_request");
    this.#key = new PreparedKey(key, textLength);
    this.#day = day;
    return this.#key;
  }
}
