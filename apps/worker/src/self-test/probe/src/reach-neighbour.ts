import { readdirSync, readFileSync } from "node:fs";
import { callPlatform, type Platform } from "./call-platform.ts";
import { denied, type Finding, open, together } from "./finding.ts";

/** What is another tenant's, by name and ID, as somebody who knows them would try. */
export interface Neighbour {
  readonly functionName: string;
  readonly invocationId: string;
  readonly recordType: string;
  readonly recordId: string;
  readonly tenantId: string;
  /** Stands in its records, its environment and its log. */
  readonly secret: string;
}

/** The neighbour's secret in the answer, or a request that went through, is a hole. */
async function attempt(platform: Platform, method: string, path: string, secret: string, body?: unknown) {
  const { status, text } = await callPlatform(platform, { method, path, body });
  if (text.includes(secret)) return open(`${method} ${path} told the secret`);
  return status < 400 ? open(`${method} ${path} answered ${status}`) : denied(`HTTP ${status}`);
}

export function invokeNeighbour(platform: Platform, { functionName, secret }: Neighbour): Promise<Finding> {
  return attempt(platform, "POST", `/v1/functions/${functionName}/invocations`, secret, { fields: {} });
}

export async function readInvocation(platform: Platform, { invocationId, secret }: Neighbour): Promise<Finding> {
  const at = `/v1/invocations/${invocationId}`;
  return together([
    await attempt(platform, "GET", at, secret),
    await attempt(platform, "GET", `${at}/logs`, secret),
    await attempt(platform, "POST", `${at}/cancel`, secret),
  ]);
}

export async function reachRecord(platform: Platform, neighbour: Neighbour): Promise<Finding> {
  const { recordType, recordId, secret } = neighbour;
  const at = `/v1/records/${recordType}/${recordId}`;
  const list = await callPlatform(platform, { method: "GET", path: `/v1/records/${recordType}?limit=200` });
  return together([
    await attempt(platform, "GET", at, secret),
    await attempt(platform, "PATCH", at, secret, { data: {} }),
    await attempt(platform, "DELETE", at, secret),
    list.text.includes(secret) ? open("the list of records told the secret") : denied("not in the list"),
  ]);
}

/** The own token with the neighbour's tenant written over the own one. */
export async function forgeToken(platform: Platform, { tenantId, recordType, secret }: Neighbour): Promise<Finding> {
  const [header = "", payload = "", signature = ""] = platform.token.split(".");
  const claims: Record<string, unknown> = JSON.parse(Buffer.from(payload, "base64url").toString());
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = JSON.stringify(claims);
  const forged = encode(JSON.parse(text.replaceAll(platform.tenantId, tenantId)));
  const unsigned = encode({ alg: "none", typ: "at+jwt" });
  const tokens = [`${header}.${forged}.${signature}`, `${unsigned}.${forged}.`];
  const findings: Finding[] = [];
  for (const token of tokens)
    findings.push(await attempt({ ...platform, token }, "GET", `/v1/records/${recordType}`, secret));
  return together(findings);
}

/** Every process that can be seen, its environment and its command line, and the own environment. */
export function searchSecrets({ secret }: Neighbour): Finding {
  const seen = [JSON.stringify(process.env)];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    for (const file of ["environ", "cmdline"]) {
      try {
        seen.push(readFileSync(`/proc/${pid}/${file}`, "utf8"));
      } catch {
        // not to be read, which is what is hoped for
      }
    }
  }
  return seen.some((text) => text.includes(secret))
    ? open("the neighbour's secret was found")
    : denied(`nothing in ${seen.length} places`);
}
