import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { CloudWatchClient, type CloudWatchClientConfig } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { STSClient } from "@aws-sdk/client-sts";
import { ZipArchive } from "archiver";
import { type CellConfig, createCellConfig, createEngine, type Engine, type EngineOptions } from "../src/index.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface RunningEngine {
  readonly config: CellConfig;
  readonly url: string;
  readonly role: string;
  readonly dataDir: string;
  lambda(credentials?: Credentials): LambdaClient;
  sts(user: string): STSClient;
  logs(credentials?: Credentials): CloudWatchLogsClient;
  metrics(extra?: Pick<CloudWatchClientConfig, "protocol">): CloudWatchClient;
  keyOf(user: string): Credentials;
  /** Ends the engine and starts another one on the same data, which `between` may change. */
  restart(between?: () => void): Promise<void>;
  close(): Promise<void>;
}

/** A zip of these files, as a tenant's build makes it. */
export async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = new ZipArchive();
  for (const [name, content] of Object.entries(files))
    archive.append(content, { name, mode: content.startsWith("#!") ? 0o755 : 0o644 });
  const whole = buffer(archive);
  await archive.finalize();
  return whole;
}

/** A real engine on a free port, with state of its own. */
export async function startEngine(extra: Partial<EngineOptions> = {}): Promise<RunningEngine> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "annex-engine-"));
  const config = extra.config ?? createCellConfig({ accountId: "000000000000", region: "eu-central-1" });
  const open = () => createEngine({ poolSize: 1, ...extra, dataDir, config });
  let engine: Engine = await open();
  const keyOf = (name: string): Credentials => {
    const user = config.users.find((candidate) => candidate.name === name);
    if (!user) throw new Error(`no user ${name}`);
    return { accessKeyId: user.accessKeyId, secretAccessKey: user.secretAccessKey };
  };
  const options = (credentials: Credentials) => ({
    region: config.region,
    endpoint: engine.url,
    credentials,
    maxAttempts: 1,
  });
  return {
    config,
    dataDir,
    get url() {
      return engine.url;
    },
    role: "arn:aws:iam::000000000000:role/annex-execution",
    lambda: (credentials = keyOf("admin")) => new LambdaClient(options(credentials)),
    logs: (credentials = keyOf("admin")) => new CloudWatchLogsClient(options(credentials)),
    metrics: (extra = {}) => new CloudWatchClient({ ...options(keyOf("admin")), ...extra }),
    sts: (user) => new STSClient(options(keyOf(user))),
    keyOf,
    async restart(between) {
      await engine.close();
      between?.();
      engine = await open();
    },
    async close() {
      await engine.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A function in Node.js of these files that is Active. */
export async function createFunction(
  engine: RunningEngine,
  FunctionName: string,
  files: Readonly<Record<string, string>>,
  extra: Partial<CreateFunctionCommandInput> = {},
): Promise<void> {
  const client = engine.lambda();
  const code = { Runtime: "nodejs24.x", Handler: "index.handler", Code: { ZipFile: await zipOf(files) } } as const;
  await client.send(new CreateFunctionCommand({ FunctionName, Role: engine.role, ...code, ...extra }));
  await untilActive(client, FunctionName);
}

/** Asks again until the answer is one that was waited for. */
export async function until<T>(ask: () => Promise<T>, isThere: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 25_000;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`not within 25 s: ${JSON.stringify(answer)}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** Waits, as a caller of Lambda has to, until the function may be invoked and changed. */
export async function untilActive(client: LambdaClient, FunctionName: string): Promise<void> {
  await until(
    () => client.send(new GetFunctionConfigurationCommand({ FunctionName })),
    ({ State, LastUpdateStatus }) => State === "Active" && LastUpdateStatus === "Successful",
  );
}
