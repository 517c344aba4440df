import { type AwsResponse, json } from "../../http/aws-request.ts";
import { checkAllowed } from "../../iam/principal.ts";
import { type ResourceStatement, renderPolicy, renderStatement } from "../../iam/resource-policy.ts";
import type { Call } from "../context.ts";
import type { LayerVersion } from "../layers.ts";
import { addLayerPermissionSchema, parseBody } from "../requests.ts";
import { checkRevision, presentPolicy, withoutStatement, withStatement } from "./change-policy.ts";

interface LoadedVersion {
  readonly name: string;
  readonly arn: string;
  readonly layerVersion: LayerVersion;
}

function load({ lambda, principal, parts }: Call, action: string): LoadedVersion {
  const { name } = lambda.layers.parse(parts[0] ?? "");
  const arn = lambda.layers.arn(name, parts[1] ?? "");
  checkAllowed(principal, `lambda:${action}`, arn);
  return { name, arn, layerVersion: lambda.layers.load(name, parts[1] ?? "") };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html */
export function addLayerPermission(call: Call): AwsResponse {
  const { name, arn, layerVersion } = load(call, "AddLayerVersionPermission");
  const input = parseBody(addLayerPermissionSchema, call.request.body);
  checkRevision(layerVersion.policy, call.request.query.get("RevisionId"));
  const account = /^\d{12}$/.test(input.Principal) ? `arn:aws:iam::${input.Principal}:root` : input.Principal;
  const statement: ResourceStatement = {
    Sid: input.StatementId,
    Effect: "Allow",
    Principal: account === "*" ? "*" : { AWS: account },
    Action: [input.Action],
    Resource: [arn],
    ...(input.OrganizationId === undefined
      ? {}
      : { Condition: { StringEquals: { "aws:PrincipalOrgID": [input.OrganizationId] } } }),
  };
  const policy = withStatement(layerVersion.policy, statement);
  call.lambda.layers.setPolicy(name, layerVersion, policy);
  return json({ Statement: renderStatement(statement), RevisionId: policy.revisionId }, 201);
}

export function removeLayerPermission(call: Call): AwsResponse {
  const { name, layerVersion } = load(call, "RemoveLayerVersionPermission");
  checkRevision(layerVersion.policy, call.request.query.get("RevisionId"));
  call.lambda.layers.setPolicy(name, layerVersion, withoutStatement(layerVersion.policy, call.parts[2] ?? ""));
  return { status: 204, headers: {}, body: "" };
}

export function getLayerPolicy(call: Call): AwsResponse {
  const policy = presentPolicy(load(call, "GetLayerVersionPolicy").layerVersion.policy);
  return json({ Policy: renderPolicy(policy), RevisionId: policy.revisionId });
}
