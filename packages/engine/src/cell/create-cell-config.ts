import { randomBytes } from "node:crypto";
import { type CellConfig, cellConfigSchema } from "./cell-config.ts";

interface CellIdentity {
  readonly accountId: string;
  readonly region: string;
}

const allow = (actions: string[], resources: string[]) => ({ Effect: "Allow", Action: actions, Resource: resources });

function makeUser(name: string, statement: object) {
  return {
    name,
    accessKeyId: `AKIA${randomBytes(10).toString("hex").toUpperCase().slice(0, 16)}`,
    secretAccessKey: randomBytes(30).toString("base64url"),
    policy: { Statement: [statement] },
  };
}

/** What the author does to functions, aliases and layers, and reads of their logs; nothing that opens them to others. */
const authorActions = [
  ...["CreateFunction", "GetFunction", "GetFunctionConfiguration", "DeleteFunction"],
  ...["UpdateFunctionCode", "UpdateFunctionConfiguration", "PublishVersion", "ListVersionsByFunction"],
  ...["CreateAlias", "GetAlias", "UpdateAlias", "DeleteAlias"],
  ...["ListTags", "TagResource", "UntagResource", "PutFunctionConcurrency", "DeleteFunctionConcurrency"],
  ...["PublishLayerVersion", "GetLayerVersion", "ListLayerVersions", "DeleteLayerVersion", "InvokeFunction"],
]
  .map((action) => `lambda:${action}`)
  .concat("logs:FilterLogEvents", "logs:GetLogEvents", "logs:DescribeLogStreams");

/**
 * A cell as the platform wants it: an administrator, one user for the worker and one for the data plane that may only
 * assume their role, and an execution role that is worth nothing. Keys are made anew at each call.
 */
export function createCellConfig({ accountId, region }: CellIdentity): CellConfig {
  const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
  const user = (name: string) => `arn:aws:iam::${accountId}:user/${name}`;
  const functions = `arn:aws:lambda:${region}:${accountId}:function:annex-*`;
  const layers = `arn:aws:lambda:${region}:${accountId}:layer:annex-*`;
  const groups = `arn:aws:logs:${region}:${accountId}:log-group:/aws/lambda/annex-*`;
  const externalId = randomBytes(12).toString("hex");
  return cellConfigSchema.parse({
    accountId,
    region,
    externalId,
    users: [
      makeUser("admin", allow(["*"], ["*"])),
      makeUser("annex-worker", allow(["sts:AssumeRole"], [role("annex-author")])),
      makeUser("annex-data-plane", allow(["sts:AssumeRole"], [role("annex-invoke")])),
    ],
    roles: [
      {
        name: "annex-author",
        trust: { principals: [user("annex-worker")], externalId },
        policy: {
          Statement: [
            allow(authorActions, [functions, layers, groups]),
            allow(
              ["lambda:ListFunctions", "lambda:GetAccountSettings", "lambda:ListLayers", "logs:DescribeLogGroups"],
              ["*"],
            ),
            allow(["cloudwatch:GetMetricData"], ["*"]), // CloudWatch knows no resources of metrics
            allow(["iam:PassRole"], [role("annex-execution")]),
          ],
        },
      },
      {
        name: "annex-invoke",
        trust: { principals: [user("annex-data-plane")], externalId },
        policy: { Statement: [allow(["lambda:InvokeFunction"], [functions])] },
      },
      {
        name: "annex-execution",
        trust: { principals: ["lambda.amazonaws.com"] },
        policy: { Statement: [{ Effect: "Deny", Action: ["*"], Resource: ["*"] }] },
      },
    ],
  });
}
