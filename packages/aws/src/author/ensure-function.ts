import { isDeepStrictEqual } from "node:util";
import {
  CreateFunctionCommand,
  type FunctionConfiguration,
  type Runtime,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";
import { readConfiguration, waitUntilReady } from "./wait-until-ready.ts";

/** A function as it shall be in Lambda. */
export interface WantedFunction {
  readonly name: string;
  readonly runtime: Runtime;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** ARNs with their version, in order. */
  readonly layers?: readonly string[];
  readonly zip: Uint8Array;
  /** Lambda's CodeSha256 of `zip`: SHA-256 in base64. */
  readonly codeSha256: string;
  /** Execution environments are kept apart by the TenantId of each invocation. */
  readonly perTenant?: boolean;
}

function configurationOf(author: Author, wanted: WantedFunction) {
  return {
    FunctionName: wanted.name,
    Runtime: wanted.runtime,
    Handler: wanted.handler,
    Role: author.executionRoleArn,
    MemorySize: wanted.memoryMb,
    Timeout: Math.ceil(wanted.timeoutMs / 1000),
    Environment: { Variables: { ...wanted.environment } },
    Layers: [...(wanted.layers ?? [])],
    ...(author.network ? { VpcConfig: author.network } : {}),
  };
}

/** True when the function was made; false when it was there already, made by an earlier try that died. */
async function create(author: Author, wanted: WantedFunction): Promise<boolean> {
  await author.control.take();
  const command = new CreateFunctionCommand({
    ...configurationOf(author, wanted),
    PackageType: "Zip",
    Architectures: [process.arch === "arm64" ? "arm64" : "x86_64"],
    Code: { ZipFile: wanted.zip },
    Tags: { ...wanted.tags },
    ...(wanted.perTenant ? { TenancyConfig: { TenantIsolationMode: "PER_TENANT" } } : {}),
  });
  try {
    await author.lambda.send(command);
    return true;
  } catch (error) {
    const known = toAppError(error, "CreateFunction");
    if (known.code === "conflict") return false;
    throw known;
  }
}

async function updateCode(author: Author, { name, zip }: WantedFunction): Promise<void> {
  await author.control.take();
  await author.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip })).catch((error) => {
    throw toAppError(error, "UpdateFunctionCode");
  });
  await waitUntilReady(author, name);
}

async function updateConfiguration(author: Author, wanted: WantedFunction): Promise<void> {
  await author.control.take();
  const command = new UpdateFunctionConfigurationCommand(configurationOf(author, wanted));
  await author.lambda.send(command).catch((error) => {
    throw toAppError(error, "UpdateFunctionConfiguration");
  });
  await waitUntilReady(author, wanted.name);
}

/** Lambda tells the IDs in an order of its own. */
const idsOf = ({ SubnetIds, SecurityGroupIds }: NonNullable<Author["network"]>) => [
  SubnetIds.toSorted(),
  SecurityGroupIds.toSorted(),
];

function isConfigured(found: FunctionConfiguration, author: Author, wanted: WantedFunction): boolean {
  const { FunctionName: _, Environment, Layers, VpcConfig, ...rest } = configurationOf(author, wanted);
  const same = Object.entries(rest).every(([key, value]) => Reflect.get(found, key) === value);
  const layers = (found.Layers ?? []).map(({ Arn }) => Arn);
  const { SubnetIds = [], SecurityGroupIds = [] } = found.VpcConfig ?? {};
  return (
    same &&
    isDeepStrictEqual(layers, Layers) &&
    (!VpcConfig || isDeepStrictEqual(idsOf({ SubnetIds, SecurityGroupIds }), idsOf(VpcConfig))) &&
    isDeepStrictEqual(found.Environment?.Variables ?? {}, Environment.Variables)
  );
}

/**
 * Makes or changes a function until it is as wanted, and waits until it can be invoked. Only what differs is touched,
 * so that a try that died half-way is simply repeated. Nothing that is published changes.
 * @returns the operations that were needed, in order.
 * @throws AppError, with the SDK's error as its cause.
 */
export async function ensureFunction(author: Author, wanted: WantedFunction): Promise<string[]> {
  const done: string[] = [];
  if ((await readConfiguration(author, wanted.name)) === null && (await create(author, wanted)))
    done.push("CreateFunction");
  const found = await waitUntilReady(author, wanted.name);
  if (found.CodeSha256 !== wanted.codeSha256) {
    await updateCode(author, wanted);
    done.push("UpdateFunctionCode");
  }
  if (!isConfigured(found, author, wanted)) {
    await updateConfiguration(author, wanted);
    done.push("UpdateFunctionConfiguration");
  }
  return done;
}
