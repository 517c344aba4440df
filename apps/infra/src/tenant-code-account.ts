import { cellRoles } from "./cell-roles.ts";
import { closedNetwork } from "./closed-network.ts";
import { attribute, type Resource, ref, sub, type Template } from "./template.ts";

const arn = { Type: "String", AllowedPattern: "^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/.+$" };

const budget: Resource = {
  Type: "AWS::Budgets::Budget",
  Condition: "HasBudget",
  Properties: {
    Budget: {
      BudgetName: sub(`annex-\${AWS::StackName}`),
      BudgetType: "COST",
      TimeUnit: "MONTHLY",
      BudgetLimit: { Amount: ref("MonthlyBudgetUsd"), Unit: "USD" },
    },
    NotificationsWithSubscribers: [50, 80, 100].map((Threshold) => ({
      Notification: { NotificationType: "ACTUAL", ComparisonOperator: "GREATER_THAN", Threshold },
      Subscribers: [{ SubscriptionType: "EMAIL", Address: ref("BudgetEmail") }],
    })),
  },
};

const output = (Description: string, Value: Template["Outputs"][string]["Value"]) => ({ Description, Value });

/**
 * The AWS side of a cell: an account (and region) that holds nothing but tenants' code. Deploy it there, not in the
 * platform's own account; its outputs are what `POST /api/v1/operator/cells` takes.
 */
export function tenantCodeAccount(): Template {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Annex: an account for untrusted code. Roles, a network that leads nowhere, its flow log, a budget.",
    Parameters: {
      WorkerPrincipalArn: { ...arn, Description: "Role or user that the worker runs as, in the platform's account" },
      DataPlanePrincipalArn: {
        ...arn,
        Description: "Role or user that the data plane runs as, in the platform's account",
      },
      ExternalId: {
        Type: "String",
        NoEcho: true,
        MinLength: 16,
        AllowedPattern: "^[A-Za-z0-9+=,.@:/-]+$",
        Description: "Told by Annex when the cell is created",
      },
      NetworkRange: { Type: "String", Default: "10.97.0.0/21", Description: "Two subnets of 1,024 addresses" },
      MonthlyBudgetUsd: { Type: "Number", Default: 100 },
      BudgetEmail: { Type: "String", Default: "", Description: "Is told at 50, 80 and 100 %; empty for no budget" },
    },
    Conditions: { HasBudget: { "Fn::Not": [{ "Fn::Equals": [ref("BudgetEmail"), ""] }] } },
    Resources: { ...cellRoles(), ...closedNetwork(), Budget: budget },
    Outputs: {
      AccountId: output("accountId", ref("AWS::AccountId")),
      Region: output("region", ref("AWS::Region")),
      AuthorRoleArn: output("authorRoleArn", attribute("AuthorRole", "Arn")),
      InvokeRoleArn: output("invokeRoleArn", attribute("InvokeRole", "Arn")),
      ExecutionRoleArn: output("executionRoleArn", attribute("ExecutionRole", "Arn")),
      SubnetIds: output("subnetIds", { "Fn::Join": [",", [ref("SubnetA"), ref("SubnetB")]] }),
      SecurityGroupIds: output("securityGroupIds", attribute("NothingInOrOut", "GroupId")),
    },
  };
}
