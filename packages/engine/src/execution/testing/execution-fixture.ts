import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createExecution, type ExecutionOptions, type LocalExecution } from "../create-execution.ts";
import type { FunctionSpec, InvokeResult } from "../types.ts";

/** What a test reads of an invocation: the parsed answer, and the lines by kind. */
export interface Answer extends InvokeResult {
  readonly output: unknown;
  readonly functionLines: readonly string[];
  readonly platformLines: readonly string[];
}

export interface ExecutionFixture {
  readonly execution: LocalExecution;
  /** A function of one version, from the texts of its files. */
  define(files: Readonly<Record<string, string>> | string, overrides?: Partial<FunctionSpec>): FunctionSpec;
  definePython(text: string, overrides?: Partial<FunctionSpec>): FunctionSpec;
  run(spec: FunctionSpec, event?: unknown, tenantId?: string): Promise<Answer>;
  stop(): Promise<void>;
}

/** A started execution in a throw-away folder. */
export async function startExecution(options: Partial<ExecutionOptions> = {}): Promise<ExecutionFixture> {
  const folder = mkdtempSync(join(tmpdir(), "annex-execution-"));
  const dataDir = options.dataDir ?? join(folder, "data");
  const execution = createExecution({ poolSize: 0, idleTimeoutMs: 60_000, egressAliases: {}, ...options, dataDir });
  await execution.start();
  let defined = 0;
  const define: ExecutionFixture["define"] = (files, overrides = {}) => {
    const codeDir = join(folder, `code-${++defined}`);
    for (const [name, text] of Object.entries(typeof files === "string" ? { "index.mjs": files } : files)) {
      mkdirSync(dirname(join(codeDir, name)), { recursive: true });
      writeFileSync(join(codeDir, name), text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
    }
    return { ...defaults, versionKey: randomUUID(), functionName: `function-${defined}`, codeDir, ...overrides };
  };
  return {
    execution,
    define,
    definePython: (text, overrides) => define({ "index.py": text }, { runtime: pythonName(execution), ...overrides }),
    run: async (spec, event = {}, tenantId) => {
      const payload = Buffer.from(JSON.stringify(event));
      const tenant = tenantId === undefined ? {} : { tenantId };
      const request = {
        spec,
        requestId: randomUUID(),
        invokedFunctionArn: `arn:aws:lambda:eu-central-1:000000000000:function:${spec.functionName}`,
        payload,
        ...tenant,
      };
      return toAnswer(await execution.invoke(request));
    },
    stop: async () => {
      await execution.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const defaults = {
  accountId: "000000000000",
  region: "eu-central-1",
  version: "$LATEST",
  runtime: "nodejs24.x",
  handler: "index.handler",
  timeoutMs: 5_000,
  memoryMb: 128,
  ephemeralStorageMb: 512,
  environment: {},
  layerDirs: [],
  egress: [],
  credentials: { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" },
  logFormat: "Text",
  logGroup: "/aws/lambda/test",
  logLevels: { application: "INFO", system: "INFO" },
} as const;

function pythonName(execution: LocalExecution): string {
  return execution.runtimes().find((name) => name.startsWith("python")) ?? "python3.11";
}

function toAnswer(result: InvokeResult): Answer {
  const lines = (kind: string) => result.logs.filter((entry) => entry.kind === kind).map((entry) => entry.message);
  const output: unknown = JSON.parse(result.payload.toString("utf8"));
  return { ...result, output, functionLines: lines("function"), platformLines: lines("platform") };
}
