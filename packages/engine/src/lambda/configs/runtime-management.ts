import { invalidParameter } from "../../http/aws-error.ts";
import { type AwsResponse, json } from "../../http/aws-request.ts";
import { own } from "../../own.ts";
import type { Call } from "../context.ts";
import type { RuntimeManagement } from "../function-document.ts";
import { type LoadedTarget, loadTarget } from "../load-target.ts";
import { parseBody, runtimeManagementSchema } from "../requests.ts";

function qualifierOf({ lambda }: Call, { document, qualifier = "$LATEST" }: LoadedTarget): string {
  lambda.functions.version(document, qualifier); // a version, not an alias
  return qualifier;
}

function render({ lambda }: Call, name: string, qualifier: string, config: RuntimeManagement): AwsResponse {
  return json({
    UpdateRuntimeOn: config.updateRuntimeOn,
    FunctionArn: lambda.functions.arn(name, qualifier),
    ...(config.runtimeVersionArn === undefined ? {} : { RuntimeVersionArn: config.runtimeVersionArn }),
  });
}

/** Kept for the tools that ask; the engine's runtimes change with the engine alone. */
export function putRuntimeManagement(call: Call): AwsResponse {
  const target = loadTarget(call, "PutRuntimeManagementConfig");
  const input = parseBody(runtimeManagementSchema, call.request.body);
  const qualifier = qualifierOf(call, target);
  if ((input.UpdateRuntimeOn === "Manual") !== (input.RuntimeVersionArn !== undefined)) {
    throw invalidParameter(
      input.RuntimeVersionArn === undefined
        ? "RuntimeVersionArn is required when UpdateRuntimeOn is Manual."
        : `RuntimeVersionArn is not allowed when UpdateRuntimeOn is ${input.UpdateRuntimeOn}.`,
    );
  }
  const config = {
    updateRuntimeOn: input.UpdateRuntimeOn,
    ...(input.RuntimeVersionArn === undefined ? {} : { runtimeVersionArn: input.RuntimeVersionArn }),
  };
  const runtimeManagement = { ...target.document.runtimeManagement, [qualifier]: config };
  call.lambda.functions.save({ ...target.document, runtimeManagement });
  return render(call, target.name, qualifier, config);
}

export function getRuntimeManagement(call: Call): AwsResponse {
  const target = loadTarget(call, "GetRuntimeManagementConfig");
  const qualifier = qualifierOf(call, target);
  const config = own(target.document.runtimeManagement, qualifier) ?? { updateRuntimeOn: "Auto" };
  return render(call, target.name, qualifier, config);
}
