import { createHash } from "node:crypto";
import { Agent, request } from "node:http";
import { Sha256 } from "@aws-crypto/sha256-js";
import { UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { createFunction, type RunningEngine, startEngine, untilActive, zipOf } from "./fixture.ts";

/** `pnpm bench environments` asks for more. */
const functions = Number(process.env.ANNEX_MIXED_FUNCTIONS ?? 25);
const invocations = Number(process.env.ANNEX_MIXED_INVOCATIONS ?? 6_000);
const callers = 6;
/** Invocations that a caller makes of one function before it picks another. */
const run = 50;
const tenants = ["tenant-a", "tenant-b", "tenant-c"];

const answerSchema = z.object({
  name: z.string(),
  revision: z.number(),
  tenant: z.string().optional(),
  environment: z.string(),
  served: z.array(z.string()),
  event: z.number(),
});

/** Says whose it is, and whom this environment has served since it started. */
const code = (revision: number) => `const served = new Set();
  export const handler = async (event, context) => {
    served.add(context.functionName + " " + ${revision} + " " + context.tenantId);
    return { name: context.functionName, revision: ${revision}, tenant: context.tenantId,
      environment: context.logStreamName, served: [...served], event };
  };`;

/** A function as its callers know it: what is certainly live already, and what may be. */
interface Known {
  readonly name: string;
  readonly tenants: readonly (string | undefined)[];
  live: number;
  wanted: number;
}

let engine: RunningEngine;
const agent = new Agent({ keepAlive: true, maxSockets: callers });
const known: Known[] = [];

beforeAll(async () => {
  engine = await startEngine({ maxEnvironments: 60 });
  for (let number = 0; number < functions; number += 1) {
    const name = `annex-mixed-${number}`;
    const perTenant = number % 5 === 0;
    const extra = perTenant ? { TenancyConfig: { TenantIsolationMode: "PER_TENANT" as const } } : {};
    await createFunction(engine, name, { "index.mjs": code(0) }, { Timeout: 60, ...extra });
    known.push({ name, tenants: perTenant ? tenants : [undefined], live: 0, wanted: 0 });
  }
}, 300_000);
afterAll(async () => {
  agent.destroy();
  await engine.close();
});

/** An Invoke without the SDK's own cost, signed by its signer. */
function signer(): (name: string, tenant: string | undefined, body: string) => Promise<unknown> {
  const { hostname, port } = new URL(engine.url);
  const credentials = engine.keyOf("admin");
  const signature = new SignatureV4({ service: "lambda", region: engine.config.region, credentials, sha256: Sha256 });
  return async (name, tenant, body) => {
    const path = `/2015-03-31/functions/${name}/invocations`;
    const headers = { host: `${hostname}:${port}`, ...(tenant === undefined ? {} : { "x-amz-tenant-id": tenant }) };
    const signed = await signature.sign({
      method: "POST",
      protocol: "http:",
      hostname,
      path,
      headers,
      body,
      query: {},
    });
    return new Promise((resolve, reject) => {
      const sent = request({ agent, hostname, port, path, method: "POST", headers: signed.headers }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => {
          const isSuccess = response.statusCode === 200 && !response.headers["x-amz-function-error"];
          if (isSuccess) resolve(JSON.parse(text));
          else reject(new Error(`${response.statusCode} ${text}`));
        });
      });
      sent.once("error", reject);
      sent.end(body);
    });
  };
}

/** The same choices in every run: a number below `bound` for each step. */
function choose(step: number, bound: number): number {
  return createHash("sha256").update(String(step)).digest().readUInt32BE(0) % bound;
}

async function update(target: Known): Promise<void> {
  const client = engine.lambda();
  target.wanted += 1;
  const ZipFile = await zipOf({ "index.mjs": code(target.wanted) });
  await client.send(new UpdateFunctionCodeCommand({ FunctionName: target.name, ZipFile }));
  await untilActive(client, target.name);
  target.live = target.wanted;
}

it("an environment serves one version of one function for one tenant, in thousands of mixed invocations with updates under way", async () => {
  const invoke = signer();
  const owners = new Map<string, string>();
  let left = invocations;
  let step = 0;
  let isOver = false;

  async function check(target: Known, tenant: string | undefined): Promise<void> {
    const [oldest, event] = [target.live, left];
    left -= 1;
    const answer = answerSchema.parse(await invoke(target.name, tenant, JSON.stringify(event)));
    const owner = `${target.name} ${answer.revision} ${tenant}`;
    expect(answer).toMatchObject({ name: target.name, event, served: [owner] });
    expect(answer.tenant).toBe(tenant);
    expect(answer.revision).toBeGreaterThanOrEqual(oldest);
    expect(answer.revision).toBeLessThanOrEqual(target.wanted);
    expect(owners.get(answer.environment) ?? owner).toBe(owner);
    owners.set(answer.environment, owner);
  }

  const calls = Array.from({ length: callers }, async () => {
    while (left > 0) {
      const target = known[choose(step++, functions)];
      const tenant = target?.tenants[choose(step++, target.tenants.length)];
      for (let again = 0; target && again < run && left > 0; again += 1) await check(target, tenant);
    }
  });
  const updates = (async () => {
    for (let next = 0; !isOver; next += 1) {
      const target = known[choose(-1 - next, functions)];
      if (target) await update(target);
      await new Promise((done) => setTimeout(done, 400));
    }
  })();
  await Promise.all(calls).finally(() => {
    isOver = true;
  });
  await updates;
  expect(new Set(owners.values()).size).toBeGreaterThan(functions);
  expect(known.some(({ live }) => live > 0)).toBe(true);
}, 600_000);
