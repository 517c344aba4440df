import { networkInterfaces } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { SelfTestArea } from "@annex/contract";
import type { Cell } from "@annex/db";
import { z } from "zod";
import type { Doors } from "../worker-context.ts";
import { type AwsCall, type AwsTargets, callAws } from "./probe/src/call-aws.ts";
import { type Finding, together } from "./probe/src/finding.ts";
import type { Order } from "./probe/src/index.ts";
import type { Neighbour } from "./probe/src/reach-neighbour.ts";
import type { Address } from "./probe/src/reach-network.ts";
import { concurrency } from "./throw-away-tenant.ts";

/** What the attempts know and through whom they act. */
export interface Scene {
  readonly cell: Cell;
  readonly doors: Doors;
  readonly mark: string;
  readonly tenantId: string;
  readonly functionName: string;
  readonly neighbour: Neighbour;
  readonly neighbourLambda: string;
  /** Orders the hostile function, and the neighbour's. */
  probe(order: Order): Promise<unknown>;
  askNeighbour(order: Order): Promise<unknown>;
}

export interface Attempt {
  readonly key: string;
  readonly area: SelfTestArea;
  readonly attempt: string;
  readonly expected: string;
  readonly act: (scene: Scene) => Promise<Finding>;
}

const findingSchema = z.object({ denied: z.boolean(), happened: z.string() });
const credentialsSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() });

const deepestRecursion = 24;
const pauseMs = 1500;
/** Of the 75 times that a process which is not frozen would write in the pause. */
const mostTicks = 25;

function targetsOf({ cell, neighbourLambda: neighbour }: Scene, externalId: string | null): AwsTargets {
  const { region, authorRoleArn } = cell;
  const at = (service: string) => cell.endpoint ?? `https://${service}.${region}.amazonaws.com`;
  return { region, lambda: at("lambda"), sts: at("sts"), logs: at("logs"), authorRoleArn, externalId, neighbour };
}

/** From inside the sandbox. */
const aws = (call: AwsCall, signed: boolean) => async (scene: Scene) =>
  findingSchema.parse(await scene.probe({ check: "aws", call, targets: targetsOf(scene, null), signed }));

/** The credentials were carried out: whoever holds them calls from anywhere, and may know the external ID too. */
async function withCarriedCredentials(scene: Scene): Promise<Finding> {
  const credentials = credentialsSchema.parse(await scene.probe({ check: "credentials" }));
  if (credentials.accessKeyId === "") return { denied: true, happened: "it holds no credentials" };
  const targets = targetsOf(scene, scene.cell.externalId);
  const calls = ["listFunctions", "invokeNeighbour", "readNeighbourLogs", "assumeAuthorRole"] as const;
  const findings = await Promise.all(calls.map((call) => callAws(call, targets, credentials)));
  return together(
    findings.map(({ denied, happened }, index) => ({ denied, happened: `${calls[index]}: ${happened}` })),
  );
}

const ask = (order: (scene: Scene) => Order) => async (scene: Scene) =>
  findingSchema.parse(await scene.probe(order(scene)));

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port) || { "https:": 443, "postgresql:": 5432, "postgres:": 5432 }[protocol] || 80;
}

/** Where the platform's own servers listen. */
function serversOf({ cell, doors }: Scene): Address[] {
  const urls = [doors.database, doors.dataPlane, doors.identity, ...(cell.endpoint === null ? [] : [cell.endpoint])];
  const named = urls.map((url) => ({ host: new URL(url).hostname, port: portOf(url) }));
  return [...named, ...named.flatMap(({ port }) => ["127.0.0.1", "::1"].map((host) => ({ host, port })))];
}

/** The same servers by the other addresses of the machine that the worker runs on. */
function hostAddresses({ cell, doors }: Scene): Address[] {
  const hosts = Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter(({ internal, address }) => !internal && !address.startsWith("fe80")),
  );
  const ports = [portOf(doors.database), portOf(cell.endpoint ?? doors.dataPlane)];
  return hosts.slice(0, 4).flatMap(({ address: host }) => ports.map((port) => ({ host, port })));
}

const hostFiles = ["/root", "/home", "/etc/shadow", "/proc/kcore", "/var/run/docker.sock", "/var/lib/postgresql"];
const outside: Address[] = [
  { host: "1.1.1.1", port: 443 },
  { host: "example.com", port: 443 },
  { host: "outside.annex.invalid", port: 80 },
];

const recursion = (way: "counted" | "forgotten" | "carried") =>
  ask(({ functionName, tenantId }) => ({
    ...{ check: "recursion", platform: null, tenantId },
    recursion: { functionName, way, depth: 0, deepest: deepestRecursion },
  }));

async function leaveProcess(scene: Scene): Promise<Finding> {
  const before = z.number().parse(await scene.probe({ check: "leave", mark: scene.mark }));
  await delay(pauseMs);
  return findingSchema.parse(await scene.probe({ check: "ticks", before, most: mostTicks }));
}

const findLeftovers = async (scene: Scene) =>
  findingSchema.parse(await scene.askNeighbour({ check: "traces", mark: scene.mark }));

const theirs = (check: "function" | "invocation" | "record" | "token") =>
  ask(({ neighbour, tenantId }) => ({ check, neighbour, tenantId }));

/** Everything that the hostile function attempts, in this order. */
export const attempts: readonly Attempt[] = (
  [
    ["aws.own", "AWS", "List Lambda functions with its own credentials", "denied", aws("listFunctions", true)],
    ["aws.none", "AWS", "List Lambda functions without credentials", "denied", aws("listFunctions", false)],
    ["aws.author", "AWS", "Become the author role", "denied", aws("assumeAuthorRole", true)],
    ["aws.invoke", "AWS", "Invoke the neighbour's function in Lambda", "denied", aws("invokeNeighbour", true)],
    ["aws.logs", "AWS", "Read the neighbour's log group", "denied", aws("readNeighbourLogs", true)],
    [
      ...(["aws.carried", "AWS", "Carry its credentials out and make those calls from outside"] as const),
      ...(["AccessDenied", withCarriedCredentials] as const),
    ],
    [
      ...(["network.metadata", "Network", "Ask the metadata addresses 169.254.169.254 and 169.254.170.2"] as const),
      ...(["no answer", ask(() => ({ check: "metadata" }))] as const),
    ],
    [
      ...(["network.servers", "Network", "Connect to database, data plane, identity and engine"] as const),
      ...(["refused", ask((scene) => ({ check: "connect", addresses: serversOf(scene) }))] as const),
    ],
    [
      ...(["network.host", "Network", "Connect to them by the host's other addresses"] as const),
      ...(["refused", ask((scene) => ({ check: "connect", addresses: hostAddresses(scene) }))] as const),
    ],
    [
      ...(["network.outside", "Network", "Connect to hosts that its allow-list does not name"] as const),
      ...(["refused", ask(() => ({ check: "connect", addresses: outside }))] as const),
    ],
    [
      ...(["network.dns", "Network", "Carry data out by DNS to 8.8.8.8"] as const),
      ...(["no answer", ask(() => ({ check: "nameServer" }))] as const),
    ],
    [
      "tenants.function",
      "Other tenants",
      "Invoke the neighbour's function with its own token",
      "404",
      theirs("function"),
    ],
    [
      "tenants.logs",
      "Other tenants",
      "Read and cancel the neighbour's invocation, read its log",
      "404",
      theirs("invocation"),
    ],
    [
      "tenants.records",
      "Other tenants",
      "List, read, change and delete the neighbour's record",
      "404",
      theirs("record"),
    ],
    ["tenants.token", "Other tenants", "Write the neighbour's ID into its own token", "401", theirs("token")],
    [
      ...([
        "tenants.secrets",
        "Other tenants",
        "Search its environment and every process for the neighbour's secret",
      ] as const),
      ...(["nothing", ask(({ neighbour }) => ({ check: "secrets", neighbour }))] as const),
    ],
    [
      "recursion.counted",
      "Recursion",
      "Call itself without an end",
      "stopped by the hop counter",
      recursion("counted"),
    ],
    [
      ...(["recursion.forgotten", "Recursion", "Call itself and leave out the hop counter"] as const),
      ...(["stopped by what its credential says", recursion("forgotten")] as const),
    ],
    [
      ...(["recursion.hidden", "Recursion", "Call itself with the token of its first call"] as const),
      ...([`stopped at its ${concurrency} invocations at once`, recursion("carried")] as const),
    ],
    [
      "leftovers.process",
      "Leftovers",
      "Leave a process that works on between invocations",
      "it stands still",
      leaveProcess,
    ],
    [
      "leftovers.neighbour",
      "Leftovers",
      "Leave a file, a global and a process for the neighbour",
      "nothing found",
      findLeftovers,
    ],
    ["host.files", "Host", "Read files of the host", "none", ask(() => ({ check: "files", paths: hostFiles }))],
    ["host.write", "Host", "Write outside /tmp", "denied", ask(() => ({ check: "write" }))],
    [
      "host.privileges",
      "Host",
      "Gain capabilities or become another user",
      "denied",
      ask(() => ({ check: "privileges" })),
    ],
    [
      "host.settings",
      "Host",
      "Read the platform's settings from its environment",
      "none",
      ask(() => ({ check: "settings" })),
    ],
  ] satisfies [string, SelfTestArea, string, string, Attempt["act"]][]
).map(([key, area, attempt, expected, act]) => ({ key, area, attempt, expected, act }));
