import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { STSClient } from "@aws-sdk/client-sts";
import { type CellConfig, cellConfigSchema } from "../src/index.ts";
import type { Credentials } from "./fixture.ts";

const main = path.join(import.meta.dirname, "../src/main.ts");
const fromSource = [process.execPath, "--disable-warning=ExperimentalWarning", main];

export interface EngineProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly config: CellConfig;
  readonly role: string;
  lambda(credentials?: Credentials): LambdaClient;
  logs(): CloudWatchLogsClient;
  sts(user: string): STSClient;
  /** @returns the exit code, or null after SIGKILL. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

function start(dataDir: string, [program = "", ...before]: readonly string[]): ChildProcess {
  const flags = ["--data-dir", dataDir, "--port", "0", "--pool-size", "1"];
  return spawn(program, [...before, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
}

async function readUrl(child: ChildProcess): Promise<string> {
  let said = "";
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    const url = /engine: (http:\S+)/.exec(said)?.[1];
    if (url) return url;
  }
  throw new Error("the engine ended before it listened");
}

/** The engine as people start it: a process of its own, by this command. */
export async function startProcess(dataDir: string, command: readonly string[] = fromSource): Promise<EngineProcess> {
  const child = start(dataDir, command);
  child.stderr?.pipe(process.stderr);
  const endpoint = await readUrl(child);
  const config = cellConfigSchema.parse(JSON.parse(readFileSync(path.join(dataDir, "cell.json"), "utf8")));
  const keyOf = (name: string): Credentials => {
    const user = config.users.find((candidate) => candidate.name === name);
    if (!user) throw new Error(`no user ${name}`);
    return user;
  };
  const options = { region: config.region, endpoint, maxAttempts: 1 };
  return {
    child,
    url: endpoint,
    config,
    role: `arn:aws:iam::${config.accountId}:role/annex-execution`,
    lambda: (credentials = keyOf("admin")) => new LambdaClient({ ...options, credentials }),
    logs: () => new CloudWatchLogsClient({ ...options, credentials: keyOf("admin") }),
    sts: (user) => new STSClient({ ...options, credentials: keyOf(user) }),
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exited = once(child, "exit");
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}

/** What an engine says that does not start, and its exit code. */
export async function startRefused(dataDir: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = start(dataDir, fromSource);
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += String(chunk);
  });
  await once(child, "close");
  return { code: child.exitCode, said };
}
