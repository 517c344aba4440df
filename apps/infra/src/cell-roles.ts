import { createCellConfig } from "@annex/engine";
import { type Resource, ref, sub, tags, type Value } from "./template.ts";

const account = "000000000000";
const region = "eu-central-1";

/** An ARN of the engine's account as one of the account that the template is deployed to. */
function placed(arn: string): Value {
  const text = arn
    .replaceAll("arn:aws:", `arn:\${AWS::Partition}:`)
    .replaceAll(account, `\${AWS::AccountId}`)
    .replaceAll(region, `\${AWS::Region}`);
  return text === arn ? arn : sub(text);
}

/** The statements that the engine enforces for a role, which every test of worker and data plane runs under. */
function statementsOf(roleName: string): Value {
  const role = createCellConfig({ accountId: account, region }).roles.find(({ name }) => name === roleName);
  if (!role) throw new Error(`The engine's cell has no role ${roleName}.`);
  return role.policy.Statement.map(({ Effect, Action, Resource }) => ({
    ...{ Effect, Action: [...Action] },
    Resource: Resource.map(placed),
  }));
}

const policy = (statements: Value): Value => ({ Version: "2012-10-17", Statement: statements });

interface AssumedRole {
  readonly name: string;
  readonly description: string;
  /** The parameter that holds the ARN of who may assume it. */
  readonly by: string;
}

function assumedRole({ name, description, by }: AssumedRole): Resource {
  const trust = {
    Effect: "Allow",
    Principal: { AWS: ref(by) },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": ref("ExternalId") } },
  };
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      RoleName: name,
      Description: description,
      MaxSessionDuration: 3600,
      AssumeRolePolicyDocument: policy([trust]),
      Policies: [{ PolicyName: name, PolicyDocument: policy(statementsOf(name)) }],
      Tags: tags,
    },
  };
}

const logGroups = `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/annex-*`;
const anyFunction = `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:*`;
const writeLogs = ["logs:CreateLogStream", "logs:PutLogEvents"];
const attach = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces"];

/**
 * A tenant is assumed to hold this role's credentials. Lambda itself needs them to write the function's log and to
 * attach it to the closed network; function code gets nothing but the former, for its calls carry
 * `lambda:SourceFunctionArn` and Lambda's attaching does not
 * (https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html).
 */
function executionRole(): Resource {
  const fromCode = { ArnLike: { "lambda:SourceFunctionArn": sub(anyFunction) } };
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      RoleName: "annex-execution",
      Description: "What a tenant's function runs as: it may write its log, and nothing else",
      MaxSessionDuration: 3600,
      AssumeRolePolicyDocument: policy([
        { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      ]),
      Policies: [
        {
          PolicyName: "annex-execution",
          PolicyDocument: policy([
            { Effect: "Allow", Action: ["logs:CreateLogGroup", ...writeLogs], Resource: [sub(logGroups)] },
            { Effect: "Allow", Action: attach, Resource: ["*"] },
            { Effect: "Deny", NotAction: writeLogs, Resource: ["*"], Condition: fromCode },
          ]),
        },
      ],
      Tags: tags,
    },
  };
}

/** Who may change functions, who may invoke them, and what they themselves may do. */
export function cellRoles(): Readonly<Record<string, Resource>> {
  return {
    AuthorRole: assumedRole({
      name: "annex-author",
      description: "The worker's: makes, changes and removes tenants' functions",
      by: "WorkerPrincipalArn",
    }),
    InvokeRole: assumedRole({
      name: "annex-invoke",
      description: "The data plane's: invokes; each session is narrowed to one tenant's functions",
      by: "DataPlanePrincipalArn",
    }),
    ExecutionRole: executionRole(),
  };
}
