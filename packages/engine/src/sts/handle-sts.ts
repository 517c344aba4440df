import { randomUUID } from "node:crypto";
import { AwsError } from "../http/aws-error.ts";
import type { AwsRequest, AwsResponse } from "../http/aws-request.ts";
import { queryErrorCode } from "../http/query-error-codes.ts";
import { toXml } from "../http/xml.ts";
import { assumeRole, type StsCall } from "./assume-role.ts";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

function xml(status: number, body: string): AwsResponse {
  return { status, headers: { "content-type": "text/xml" }, body };
}

export function stsError(error: AwsError, requestId: string): AwsResponse {
  const detail = {
    Type: error.status < 500 ? "Sender" : "Receiver",
    Code: queryErrorCode(error.code),
    Message: error.message,
  };
  const body = `<ErrorResponse xmlns="${namespace}">${toXml({ Error: detail, RequestId: requestId })}</ErrorResponse>`;
  return xml(error.status, body);
}

function answer(action: string, result: Readonly<Record<string, unknown>>): AwsResponse {
  const inner = toXml({ [`${action}Result`]: result, ResponseMetadata: { RequestId: randomUUID() } });
  return xml(200, `<${action}Response xmlns="${namespace}">${inner}</${action}Response>`);
}

/** The STS query protocol: a form in, XML out. */
export function handleSts(call: StsCall, request: AwsRequest): AwsResponse {
  const { config, principal } = call;
  const form = new URLSearchParams(request.body.toString("utf8") || request.rawQuery);
  const action = form.get("Action") ?? "";
  if (action === "GetCallerIdentity") {
    return answer(action, { Arn: principal.arn, UserId: principal.userId, Account: config.accountId });
  }
  if (action !== "AssumeRole") {
    throw new AwsError("InvalidAction", 400, `The engine does not support the STS operation ${action || "(none)"}.`);
  }
  const session = assumeRole(call, form);
  return answer(action, {
    AssumedRoleUser: {
      AssumedRoleId: `${session.roleId}:${session.sessionName}`,
      Arn: `arn:aws:sts::${config.accountId}:assumed-role/${session.roleName}/${session.sessionName}`,
    },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expiresAt).toISOString().replace(/\.\d+Z$/, "Z"),
    },
    PackedPolicySize: session.packedPercent,
  });
}
