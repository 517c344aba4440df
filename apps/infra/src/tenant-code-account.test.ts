import { cellConfigSchema, createCellConfig } from "@annex/engine";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { tenantCodeAccount } from "./tenant-code-account.ts";

const template = tenantCodeAccount();
const account = "123456789012";
const region = "eu-west-3";

/** Every name that an intrinsic function of the template refers to. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === "Ref") return [String(inner)];
    if (name === "Condition" && typeof inner === "string") return [inner];
    if (name === "Fn::GetAtt") return [z.array(z.string()).parse(inner)[0] ?? ""];
    if (name === "Fn::Sub") return [...String(inner).matchAll(/\$\{([^}]+)\}/g)].map(([, found]) => found ?? "");
    return references(inner);
  });
}

/** `Fn::Sub` with the account and region that the template is deployed to. */
function deployed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deployed);
  if (typeof value !== "object" || value === null) return value;
  const text: unknown = Reflect.get(value, "Fn::Sub");
  if (typeof text !== "string") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, deployed(v)]));
  const names: Record<string, string> = { AccountId: account, Region: region, Partition: "aws" };
  return text.replace(/\$\{AWS::(\w+)\}/g, (whole, name: string) => names[name] ?? whole);
}

const documentSchema = z.object({ PolicyDocument: z.looseObject({ Statement: z.unknown() }) });
function propertiesOf(resource: string) {
  const found = template.Resources[resource];
  if (!found) throw new Error(`There is no ${resource}.`);
  return found.Properties;
}

function policyOf(resource: string) {
  const { Policies } = propertiesOf(resource);
  return documentSchema.parse(z.array(z.unknown()).parse(Policies)[0]).PolicyDocument;
}

test("everything that it refers to is in it", () => {
  const known = [
    ...Object.keys(template.Parameters),
    ...Object.keys(template.Conditions),
    ...Object.keys(template.Resources),
    ...["AWS::AccountId", "AWS::Region", "AWS::Partition", "AWS::StackName"],
  ];
  expect(references(template).filter((name) => !known.includes(name))).toEqual([]);
});

describe("the worker and the data plane may do in AWS what they may do in the engine, and no more:", () => {
  test.each([
    ["AuthorRole", "annex-author"],
    ["InvokeRole", "annex-invoke"],
  ])("%s", (resource, name) => {
    const config = createCellConfig({ accountId: account, region });
    const inAws = { ...config.roles.find((role) => role.name === name), policy: deployed(policyOf(resource)) };
    const read = cellConfigSchema.parse({ ...config, roles: [inAws] });
    expect(read.roles[0]?.policy.Statement).toEqual(config.roles.find((role) => role.name === name)?.policy.Statement);
  });

  test("each only with the external ID, and only the principal that was named", () => {
    for (const [resource, principal] of [
      ["AuthorRole", "WorkerPrincipalArn"],
      ["InvokeRole", "DataPlanePrincipalArn"],
    ] as const)
      expect(propertiesOf(resource)).toMatchObject({
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Principal: { AWS: { Ref: principal } },
              Condition: { StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } } },
            },
          ],
        },
      });
  });
});

describe("a function of a tenant", () => {
  test("may write its log and is denied everything else, whatever is allowed beside", () => {
    const statements = z.array(z.looseObject({ Effect: z.string() })).parse(policyOf("ExecutionRole").Statement);
    expect(deployed(statements.filter(({ Effect }) => Effect === "Deny"))).toEqual([
      {
        Effect: "Deny",
        NotAction: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: ["*"],
        Condition: { ArnLike: { "lambda:SourceFunctionArn": `arn:aws:lambda:${region}:${account}:function:*` } },
      },
    ]);
  });

  test("is in a network without a way out: no gateway, no endpoint, no route, no rule but to itself", () => {
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /Gateway|Endpoint|Peering|::Route$/.test(type))).toEqual([]);
    expect(propertiesOf("NothingInOrOut")).toMatchObject({
      SecurityGroupEgress: [{ CidrIp: "127.0.0.1/32" }],
    });
    expect(propertiesOf("NothingInOrOut")).not.toHaveProperty("SecurityGroupIngress");
  });
});
