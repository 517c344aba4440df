import { denied, type Finding, open, reasonOf } from "./finding.ts";
import { type AwsCredentials, signRequest } from "./sign-request.ts";

/** Where the cell's AWS APIs are: one address for the engine, one a service for AWS. */
export interface AwsTargets {
  readonly region: string;
  readonly lambda: string;
  readonly sts: string;
  readonly logs: string;
  readonly authorRoleArn: string;
  /** Null where it is called from inside: the secret of the platform stays outside. */
  readonly externalId: string | null;
  /** The neighbour's function in Lambda. */
  readonly neighbour: string;
}

export type AwsCall = "listFunctions" | "invokeNeighbour" | "readNeighbourLogs" | "assumeAuthorRole";

const timeoutMs = 3000;

function requestOf(call: AwsCall, targets: AwsTargets) {
  const { region, lambda, sts, logs, authorRoleArn, externalId, neighbour } = targets;
  const post = { method: "POST", region };
  if (call === "listFunctions")
    return {
      ...{ region, method: "GET", service: "lambda", headers: {}, body: "" },
      url: new URL("/2015-03-31/functions", lambda),
    };
  if (call === "invokeNeighbour")
    return {
      ...{ ...post, service: "lambda", headers: { "content-type": "application/json" }, body: "{}" },
      url: new URL(`/2015-03-31/functions/${neighbour}/invocations`, lambda),
    };
  if (call === "readNeighbourLogs")
    return {
      ...{ ...post, service: "logs", body: JSON.stringify({ logGroupName: `/aws/lambda/${neighbour}` }) },
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.FilterLogEvents" },
      url: new URL("/", logs),
    };
  const form = {
    ...{ Action: "AssumeRole", Version: "2011-06-15" },
    ...{ RoleArn: authorRoleArn, RoleSessionName: "annex-self-test" },
    ...(externalId === null ? {} : { ExternalId: externalId }),
  };
  return {
    ...{ ...post, service: "sts", body: new URLSearchParams(form).toString() },
    headers: { "content-type": "application/x-www-form-urlencoded" },
    url: new URL("/", sts),
  };
}

/** One call to the cell, signed with `credentials` or not signed at all. */
export async function callAws(
  call: AwsCall,
  targets: AwsTargets,
  credentials: AwsCredentials | null,
): Promise<Finding> {
  const request = requestOf(call, targets);
  const { method, url, body } = request;
  const headers = credentials ? signRequest(request, credentials) : request.headers;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method, headers, signal, ...(body === "" ? {} : { body }) });
    const text = await response.text();
    if (response.ok) return open(`HTTP ${response.status}: ${text.slice(0, 80)}`);
    const named = response.headers.get("x-amzn-errortype") ?? /(\w+(?:Exception|Denied\w*|Token\w*))/.exec(text)?.[1];
    return denied(`HTTP ${response.status} ${named?.split(":")[0] ?? ""}`.trim());
  } catch (error) {
    return denied(reasonOf(error));
  }
}

/** What the runtime gave this function. */
export function ownCredentials(): AwsCredentials {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN = "" } = process.env;
  return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN };
}
