import type { ChildProcess } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@annex/db/free-port";
import { type CellConfig, cellConfigSchema } from "@annex/engine";
import { ZipArchive } from "archiver";
import { z } from "zod";
import { startChild, stopChild, untilAnswers } from "../machine/child.ts";
import { type Answer, Connection } from "../machine/connection.ts";
import type { WireRequest } from "../machine/load.ts";
import { commandOf, processTree } from "../machine/process-tree.ts";
import { plainRequest, type Signer, signedRequest } from "../machine/sign.ts";
import { event, nodeCode, pythonCode, type Subject } from "./subject.ts";

const main = path.join(path.dirname(fileURLToPath(import.meta.resolve("@annex/engine"))), "main.ts");

const healthSchema = z.object({
  runtimes: z.array(z.string()),
  environments: z.number(),
  preStarted: z.record(z.string(), z.number()),
});
type Health = z.infer<typeof healthSchema>;

const stateSchema = z.object({ State: z.string(), LastUpdateStatus: z.string().optional() });

export interface FunctionFiles {
  readonly runtime: string;
  readonly zip: Buffer;
  /** The key of the tenant that its name says it is of; "bench" where nothing is said. */
  readonly tenant?: string;
}

/** A zip of one file. */
export function zipOfFile(name: string, text: string): Promise<Buffer> {
  const archive = new ZipArchive();
  archive.append(text, { name });
  const whole = buffer(archive);
  return archive.finalize().then(() => whole);
}

/** A zip of one file whose bytes are like no other's: code is kept by its hash, and each function's is its own. */
export function zipOf(runtime: string, mark: string): Promise<Buffer> {
  if (runtime.startsWith("python")) return zipOfFile("index.py", `${pythonCode}# ${mark}\n`);
  return zipOfFile("index.js", `${nodeCode}// ${mark}\n`);
}

/** The engine as people start it, with a caller that signs as the data plane does: temporary and narrowed credentials. */
export class AnnexEngine {
  readonly child: ChildProcess;
  readonly port: number;
  readonly #config: CellConfig;
  /** Kept connections that carry nothing now. */
  readonly #idle: Connection[] = [];
  #invoker: Signer | undefined;
  #created = 0;

  private constructor(child: ChildProcess, port: number, config: CellConfig) {
    this.child = child;
    this.port = port;
    this.#config = config;
  }

  static async start(dataDir: string, poolSize: number, nodeFlags: readonly string[] = []): Promise<AnnexEngine> {
    mkdirSync(dataDir, { recursive: true });
    const port = await freePort();
    const flags = ["--data-dir", dataDir, "--port", String(port), "--pool-size", String(poolSize)];
    const child = startChild({ command: process.execPath, args: [...nodeFlags, main, ...flags], complains: true });
    await untilAnswers({ port, bytes: plainRequest({ method: "GET", port, target: "/_engine/health" }) }, "the engine");
    const config = cellConfigSchema.parse(JSON.parse(readFileSync(path.join(dataDir, "cell.json"), "utf8")));
    return new AnnexEngine(child, port, config);
  }

  /** The processes of its environments: not the engine itself, nor the launcher that starts them. */
  environmentPids(): number[] {
    const own = this.child.pid ?? 0;
    return processTree(own).filter((pid) => pid !== own && !commandOf(pid).includes("launcher.mjs"));
  }

  async health(): Promise<Health> {
    const { body } = await this.#ask(plainRequest({ method: "GET", port: this.port, target: "/_engine/health" }));
    return healthSchema.parse(JSON.parse(body.toString("utf8")));
  }

  /** Resolves when an environment of the runtime is pre-started and waits. */
  async untilPreStarted(runtime: string): Promise<void> {
    for (let round = 0; round < 2000; round += 1) {
      const { preStarted } = await this.health();
      if ((preStarted[runtime] ?? 0) > 0) return;
      await delay(10);
    }
    throw new Error(`no environment of ${runtime} was pre-started`);
  }

  /** Creates a function and waits, asking every two milliseconds, until it may be invoked. */
  async createFunction({ runtime, zip, tenant = "bench" }: FunctionFiles): Promise<string> {
    const name = `annex-${tenant}-${this.#created++}`;
    const role = `arn:aws:iam::${this.#config.accountId}:role/annex-execution`;
    const code = { ZipFile: zip.toString("base64") };
    const wanted = { FunctionName: name, Role: role, Runtime: runtime, Handler: "index.handler", Code: code };
    await this.#admin("POST", "/2015-03-31/functions", JSON.stringify(wanted));
    for (let round = 0; round < 5_000; round += 1) {
      const answer = await this.#admin("GET", `/2015-03-31/functions/${name}/configuration`);
      if (stateSchema.parse(JSON.parse(answer)).State === "Active") return name;
      await delay(2);
    }
    throw new Error(`function ${name} did not become active`);
  }

  async deleteFunction(name: string): Promise<void> {
    await this.#admin("DELETE", `/2015-03-31/functions/${name}`);
  }

  /** The bytes of an Invoke, signed with temporary credentials. They stay valid for a quarter of an hour. */
  async invoke(name: string, type = "RequestResponse"): Promise<WireRequest> {
    this.#invoker ??= await this.#assumeInvokeRole();
    const target = `/2015-03-31/functions/${name}/invocations`;
    const headers = type === "RequestResponse" ? {} : { "x-amz-invocation-type": type };
    const request = { method: "POST", port: this.port, target, service: "lambda", headers, body: event };
    return { port: this.port, bytes: signedRequest(this.#invoker, request) };
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    for (const connection of this.#idle) connection.close();
    await stopChild(this.child, signal);
  }

  async #ask(bytes: Buffer): Promise<Answer> {
    let connection = this.#idle.pop();
    // The engine ends those that were idle for its keep-alive time, as in a long section that asks nothing of it here.
    while (connection?.isOpen === false) connection = this.#idle.pop();
    connection ??= await Connection.open(this.port);
    const answer = await connection.ask(bytes);
    this.#idle.push(connection);
    return answer;
  }

  #signer(user: string): Signer {
    const found = this.#config.users.find(({ name }) => name === user);
    if (!found) throw new Error(`the cell has no user ${user}`);
    return { accessKeyId: found.accessKeyId, secretAccessKey: found.secretAccessKey, region: this.#config.region };
  }

  async #admin(method: string, target: string, body = ""): Promise<string> {
    const request = { method, port: this.port, target, service: "lambda", body };
    const answer = await this.#ask(signedRequest(this.#signer("admin"), request));
    const text = answer.body.toString("utf8");
    if (answer.status >= 300) throw new Error(`${method} ${target} answered ${answer.status}: ${text}`);
    return text;
  }

  async #assumeInvokeRole(): Promise<Signer> {
    const { accountId, region, externalId } = this.#config;
    const resource = `arn:aws:lambda:${region}:${accountId}:function:annex-bench-*`;
    const statement = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: resource };
    const body = new URLSearchParams({
      Action: "AssumeRole",
      Version: "2011-06-15",
      RoleArn: `arn:aws:iam::${accountId}:role/annex-invoke`,
      RoleSessionName: "bench",
      ExternalId: externalId,
      Policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const request = { method: "POST", port: this.port, target: "/", service: "sts", headers, body };
    const answer = await this.#ask(signedRequest(this.#signer("annex-data-plane"), request));
    const text = answer.body.toString("utf8");
    const read = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(text)?.[1] ?? "";
    if (answer.status !== 200) throw new Error(`AssumeRole answered ${answer.status}: ${text}`);
    const [accessKeyId, secretAccessKey] = [read("AccessKeyId"), read("SecretAccessKey")];
    return { accessKeyId, secretAccessKey, sessionToken: read("SessionToken"), region };
  }
}

/** A running engine as a subject beside the others, with Node functions. */
export async function annexSubject(engine: AnnexEngine, name: string): Promise<Subject> {
  const runtime = `nodejs${process.versions.node.split(".")[0]}.x`;
  const create = async (mark: string) => engine.createFunction({ runtime, zip: await zipOf(runtime, mark) });
  const warm = await engine.invoke(await create("warm"));
  await untilAnswers(warm, name);
  let made = 0;
  return {
    name,
    child: engine.child,
    warm,
    fresh: async () => engine.invoke(await create(`fresh ${made++}`)),
    stop: () => engine.stop(),
  };
}
