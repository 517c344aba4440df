import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const key = randomBytes(32);
const validMs = 10 * 60_000;

const sign = (text: string) => createHmac("sha256", key).update(text).digest("hex");

/** A URL that hands out one zip for ten minutes to whoever holds it. */
export function presignCode(origin: string, codeSha256: string, now: number): string {
  const name = Buffer.from(codeSha256, "base64").toString("hex");
  const expires = String(now + validMs);
  return `${origin}/_engine/code/${name}?expires=${expires}&signature=${sign(`${name}:${expires}`)}`;
}

/** The CodeSha256 that a presigned URL stands for, or undefined where it is forged or too old. */
export function verifyCodeUrl(url: URL, now: number): string | undefined {
  const name = url.pathname.split("/").pop() ?? "";
  const expires = url.searchParams.get("expires") ?? "";
  const given = Buffer.from(url.searchParams.get("signature") ?? "", "hex");
  const wanted = Buffer.from(sign(`${name}:${expires}`), "hex");
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted) || Number(expires) < now) return undefined;
  return Buffer.from(name, "hex").toString("base64");
}
