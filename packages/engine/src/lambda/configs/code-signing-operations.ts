import { conflict } from "../../http/aws-error.ts";
import { type AwsResponse, json } from "../../http/aws-request.ts";
import { checkAllowed } from "../../iam/principal.ts";
import type { Call } from "../context.ts";
import { loadTarget } from "../load-target.ts";
import { page } from "../page.ts";
import { lambdaTime } from "../render.ts";
import { createCodeSigningSchema, parseBody, putCodeSigningSchema, updateCodeSigningSchema } from "../requests.ts";
import type { CodeSigningConfig } from "./code-signing-configs.ts";

const empty: AwsResponse = { status: 204, headers: {}, body: "" };

function render(config: CodeSigningConfig): Record<string, unknown> {
  return {
    CodeSigningConfigId: config.id,
    CodeSigningConfigArn: config.arn,
    Description: config.description,
    AllowedPublishers: { SigningProfileVersionArns: config.publishers },
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: config.untrusted },
    LastModified: lambdaTime(config.lastModified),
  };
}

function load(call: Call, action: string): CodeSigningConfig {
  const arn = call.parts[0] ?? "";
  checkAllowed(call.principal, `lambda:${action}`, arn);
  return call.lambda.codeSigning.load(arn);
}

const usersOf = ({ lambda }: Call, arn: string) =>
  lambda.functions.all().filter(({ codeSigningConfigArn }) => codeSigningConfigArn === arn);

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateCodeSigningConfig.html */
export function createCodeSigning(call: Call): AwsResponse {
  checkAllowed(call.principal, "lambda:CreateCodeSigningConfig", "*");
  const input = parseBody(createCodeSigningSchema, call.request.body);
  const config = call.lambda.codeSigning.create({
    description: input.Description ?? "",
    publishers: input.AllowedPublishers.SigningProfileVersionArns,
    untrusted: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? "Warn",
    lastModified: call.now,
  });
  return json({ CodeSigningConfig: render(config) }, 201);
}

export function updateCodeSigning(call: Call): AwsResponse {
  const before = load(call, "UpdateCodeSigningConfig");
  const input = parseBody(updateCodeSigningSchema, call.request.body);
  const config = call.lambda.codeSigning.save({
    ...before,
    description: input.Description ?? before.description,
    publishers: input.AllowedPublishers?.SigningProfileVersionArns ?? before.publishers,
    untrusted: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? before.untrusted,
    lastModified: call.now,
  });
  return json({ CodeSigningConfig: render(config) });
}

export function getCodeSigning(call: Call): AwsResponse {
  return json({ CodeSigningConfig: render(load(call, "GetCodeSigningConfig")) });
}

export function deleteCodeSigning(call: Call): AwsResponse {
  const { arn } = load(call, "DeleteCodeSigningConfig");
  const count = usersOf(call, arn).length;
  if (count > 0)
    throw conflict(`Cannot delete CodeSigningConfig '${arn}' because it is attached to ${count} function(s).`);
  call.lambda.codeSigning.remove(arn);
  return empty;
}

export function listCodeSigning(call: Call): AwsResponse {
  checkAllowed(call.principal, "lambda:ListCodeSigningConfigs", "*");
  const { items, next } = page(call, call.lambda.codeSigning.all(), ({ arn }) => arn);
  return json({ CodeSigningConfigs: items.map(render), ...next });
}

export function listFunctionsOfCodeSigning(call: Call): AwsResponse {
  const { arn } = load(call, "ListFunctionsByCodeSigningConfig");
  const { items, next } = page(call, usersOf(call, arn), ({ name }) => name);
  return json({ FunctionArns: items.map(({ name }) => call.lambda.functions.arn(name)), ...next });
}

export function putFunctionCodeSigning(call: Call): AwsResponse {
  const { document } = loadTarget(call, "PutFunctionCodeSigningConfig");
  const { CodeSigningConfigArn } = parseBody(putCodeSigningSchema, call.request.body);
  call.lambda.codeSigning.load(CodeSigningConfigArn);
  call.lambda.functions.save({ ...document, codeSigningConfigArn: CodeSigningConfigArn });
  return json({ CodeSigningConfigArn, FunctionName: document.name });
}

/** A function without one answers an empty object, as AWS does. */
export function getFunctionCodeSigning(call: Call): AwsResponse {
  const { document } = loadTarget(call, "GetFunctionCodeSigningConfig");
  const { codeSigningConfigArn } = document;
  return json(
    codeSigningConfigArn === undefined
      ? {}
      : { CodeSigningConfigArn: codeSigningConfigArn, FunctionName: document.name },
  );
}

export function deleteFunctionCodeSigning(call: Call): AwsResponse {
  const { codeSigningConfigArn: _, ...document } = loadTarget(call, "DeleteFunctionCodeSigningConfig").document;
  call.lambda.functions.save(document);
  return empty;
}
