import type { z } from "zod";
import { invalidParameter } from "../../http/aws-error.ts";
import { type AwsResponse, json } from "../../http/aws-request.ts";
import {
  type ResourcePolicy,
  type ResourceStatement,
  renderPolicy,
  renderStatement,
} from "../../iam/resource-policy.ts";
import { own } from "../../own.ts";
import type { Call } from "../context.ts";
import type { FunctionDocument } from "../function-document.ts";
import { type LoadedTarget, loadTarget } from "../load-target.ts";
import { addPermissionSchema, parseBody } from "../requests.ts";
import { checkRevision, presentPolicy, withoutStatement, withStatement } from "./change-policy.ts";

type Input = z.infer<typeof addPermissionSchema>;

/** Which of the function's policies: `$LATEST` and the unqualified function are one. @throws AwsError. */
function keyOf({ lambda }: Call, { document, qualifier }: LoadedTarget): string {
  if (qualifier === undefined) return "$LATEST";
  if (qualifier === "$LATEST") {
    throw invalidParameter("We currently do not support adding policies for $LATEST.");
  }
  if (!own(document.aliases, qualifier)) lambda.functions.version(document, qualifier);
  return qualifier;
}

function principalOf(text: string): ResourceStatement["Principal"] {
  if (text === "*") return "*";
  if (/^\d{12}$/.test(text)) return { AWS: `arn:aws:iam::${text}:root` };
  if (/^arn:aws[a-z-]*:(iam|sts)::\d{12}:.+$/.test(text)) return { AWS: text };
  if (/^[a-z0-9.-]+\.(amazonaws\.com|amazon\.com|internal)$/.test(text)) return { Service: text };
  throw invalidParameter("The provided principal was invalid. Please check the principal and try again.");
}

function conditionOf(input: Input): Pick<ResourceStatement, "Condition"> {
  const equals = {
    ...(input.SourceAccount === undefined ? {} : { "AWS:SourceAccount": [input.SourceAccount] }),
    ...(input.PrincipalOrgID === undefined ? {} : { "aws:PrincipalOrgID": [input.PrincipalOrgID] }),
    ...(input.EventSourceToken === undefined ? {} : { "lambda:EventSourceToken": [input.EventSourceToken] }),
    ...(input.FunctionUrlAuthType === undefined ? {} : { "lambda:FunctionUrlAuthType": [input.FunctionUrlAuthType] }),
  };
  const Condition = {
    ...(Object.keys(equals).length > 0 ? { StringEquals: equals } : {}),
    ...(input.SourceArn === undefined ? {} : { ArnLike: { "AWS:SourceArn": [input.SourceArn] } }),
    ...(input.InvokedViaFunctionUrl === undefined
      ? {}
      : { Bool: { "lambda:InvokedViaFunctionUrl": [String(input.InvokedViaFunctionUrl)] } }),
  };
  return Object.keys(Condition).length > 0 ? { Condition } : {};
}

function save({ lambda }: Call, document: FunctionDocument, key: string, policy: ResourcePolicy | undefined): void {
  const { [key]: _, ...others } = document.policies;
  lambda.functions.save({ ...document, policies: policy === undefined ? others : { ...others, [key]: policy } });
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export function addPermission(call: Call): AwsResponse {
  const target = loadTarget(call, "AddPermission");
  const input = parseBody(addPermissionSchema, call.request.body);
  const key = keyOf(call, target);
  const before = own(target.document.policies, key);
  checkRevision(before, input.RevisionId);
  const statement: ResourceStatement = {
    Sid: input.StatementId,
    Effect: "Allow",
    Principal: principalOf(input.Principal),
    Action: [input.Action],
    Resource: [call.lambda.functions.arn(target.name, target.qualifier)],
    ...conditionOf(input),
  };
  save(call, target.document, key, withStatement(before, statement));
  return json({ Statement: renderStatement(statement) }, 201);
}

export function removePermission(call: Call): AwsResponse {
  const target = loadTarget(call, "RemovePermission");
  const key = keyOf(call, target);
  const before = own(target.document.policies, key);
  checkRevision(before, call.request.query.get("RevisionId"));
  save(call, target.document, key, withoutStatement(before, call.parts[1] ?? ""));
  return { status: 204, headers: {}, body: "" };
}

export function getPolicy(call: Call): AwsResponse {
  const target = loadTarget(call, "GetPolicy");
  const policy = presentPolicy(own(target.document.policies, keyOf(call, target)));
  return json({ Policy: renderPolicy(policy), RevisionId: policy.revisionId });
}
