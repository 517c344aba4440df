import { attribute, type Resource, ref, sub, tags, type Value } from "./template.ts";

const inVpc = { VpcId: ref("Vpc") };

function subnet(index: number): Resource {
  const zone: Value = { "Fn::Select": [index, { "Fn::GetAZs": "" }] };
  const range: Value = { "Fn::Select": [index, { "Fn::Cidr": [ref("NetworkRange"), 2, 10] }] };
  return {
    Type: "AWS::EC2::Subnet",
    Properties: { ...inVpc, AvailabilityZone: zone, CidrBlock: range, MapPublicIpOnLaunch: false, Tags: tags },
  };
}

function routes(subnetName: string): Resource {
  const Properties = { SubnetId: ref(subnetName), RouteTableId: ref("NoRoutes") };
  return { Type: "AWS::EC2::SubnetRouteTableAssociation", Properties };
}

const flowLogRole: Resource = {
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "vpc-flow-logs.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
    Policies: [
      {
        PolicyName: "write-flow-logs",
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: [
                "logs:CreateLogStream",
                "logs:PutLogEvents",
                "logs:DescribeLogGroups",
                "logs:DescribeLogStreams",
              ],
              Resource: attribute("FlowLogGroup", "Arn"),
            },
          ],
        },
      },
    ],
    Tags: tags,
  },
};

/**
 * A network that leads nowhere: no internet gateway, no NAT, no endpoint, no route but the local one, and a security
 * group that lets nothing out and nothing in. What functions try is in its flow log.
 */
export function closedNetwork(): Readonly<Record<string, Resource>> {
  return {
    Vpc: {
      Type: "AWS::EC2::VPC",
      Properties: { CidrBlock: ref("NetworkRange"), EnableDnsSupport: false, EnableDnsHostnames: false, Tags: tags },
    },
    NoRoutes: { Type: "AWS::EC2::RouteTable", Properties: { ...inVpc, Tags: tags } },
    SubnetA: subnet(0),
    SubnetB: subnet(1),
    SubnetARoutes: routes("SubnetA"),
    SubnetBRoutes: routes("SubnetB"),
    NothingInOrOut: {
      Type: "AWS::EC2::SecurityGroup",
      Properties: {
        ...inVpc,
        GroupDescription: "Tenants' functions: nothing in, nothing out",
        // without a rule of its own CloudFormation would leave the default one, which lets everything out
        SecurityGroupEgress: [{ IpProtocol: "icmp", FromPort: -1, ToPort: -1, CidrIp: "127.0.0.1/32" }],
        Tags: tags,
      },
    },
    FlowLogGroup: {
      Type: "AWS::Logs::LogGroup",
      DeletionPolicy: "Retain",
      Properties: { LogGroupName: sub(`/annex/flow-log/\${AWS::StackName}`), RetentionInDays: 90 },
    },
    FlowLogRole: flowLogRole,
    FlowLog: {
      Type: "AWS::EC2::FlowLog",
      Properties: {
        ResourceType: "VPC",
        ResourceId: ref("Vpc"),
        TrafficType: "ALL",
        LogDestinationType: "cloud-watch-logs",
        LogGroupName: ref("FlowLogGroup"),
        DeliverLogsPermissionArn: attribute("FlowLogRole", "Arn"),
        Tags: tags,
      },
    },
  };
}
