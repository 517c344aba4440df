import { type AwsCall, type AwsTargets, callAws, ownCredentials } from "./call-aws.ts";
import { callItself, type Recursion } from "./call-itself.ts";
import { callPlatform, openPlatform, type Platform } from "./call-platform.ts";
import { denied, type Finding } from "./finding.ts";
import { findTicks, findTraces, leaveTraces } from "./leave-traces.ts";
import { gainPrivileges, readHostFiles, readPlatformSecrets, writeOutsideTmp } from "./reach-host.ts";
import {
  forgeToken,
  invokeNeighbour,
  type Neighbour,
  reachRecord,
  readInvocation,
  searchSecrets,
} from "./reach-neighbour.ts";
import { type Address, reachAll, reachMetadata, reachNameServer } from "./reach-network.ts";

/** What the worker orders, as JSON in one field. */
export type Order =
  | { readonly check: "aws"; readonly call: AwsCall; readonly targets: AwsTargets; readonly signed: boolean }
  | { readonly check: "credentials" | "metadata" | "nameServer" | "write" | "privileges" | "settings" }
  | { readonly check: "connect"; readonly addresses: readonly Address[] }
  | { readonly check: "files"; readonly paths: readonly string[] }
  | { readonly check: "own"; readonly tenantId: string; readonly recordType: string }
  | { readonly check: "secrets"; readonly neighbour: Neighbour }
  | {
      readonly check: "function" | "invocation" | "record" | "token";
      readonly neighbour: Neighbour;
      readonly tenantId: string;
    }
  | {
      readonly check: "recursion";
      readonly recursion: Recursion;
      readonly platform: Platform | null;
      readonly tenantId: string;
    }
  | { readonly check: "leave" | "traces"; readonly mark: string }
  | { readonly check: "ticks"; readonly before: number; readonly most: number }
  | { readonly check: "say"; readonly text: string };

interface Event {
  readonly order: string;
  readonly platform?: Parameters<typeof openPlatform>[0];
}

interface Context {
  readonly clientContext?: { readonly custom?: { readonly hops?: number } };
}

function openOwn({ platform }: Event, tenantId: string): Promise<Platform> {
  if (!platform) throw new Error("It has no credential.");
  return openPlatform(platform, tenantId);
}

/** The own records: what it may read, so that a refusal elsewhere means something. */
async function readOwn(event: Event, tenantId: string, recordType: string): Promise<Finding> {
  const answer = await callPlatform(await openOwn(event, tenantId), {
    method: "GET",
    path: `/v1/records/${recordType}`,
  });
  return { denied: answer.status !== 200, happened: `HTTP ${answer.status}` };
}

async function recurse(event: Event, order: Extract<Order, { check: "recursion" }>, hops: number): Promise<Finding> {
  const platform = order.platform ?? (await openOwn(event, order.tenantId));
  const carried = order.recursion.way === "carried" ? platform : null;
  return callItself(platform, order.recursion, hops, (recursion) =>
    JSON.stringify({ ...order, platform: carried, recursion }),
  );
}

async function obey(event: Event, order: Order, hops: number): Promise<unknown> {
  switch (order.check) {
    case "aws":
      return callAws(order.call, order.targets, order.signed ? ownCredentials() : null);
    case "credentials":
      return ownCredentials();
    case "metadata":
      return reachMetadata();
    case "nameServer":
      return reachNameServer();
    case "connect":
      return reachAll(order.addresses);
    case "files":
      return readHostFiles(order.paths);
    case "write":
      return writeOutsideTmp();
    case "privileges":
      return gainPrivileges();
    case "settings":
      return readPlatformSecrets();
    case "own":
      return readOwn(event, order.tenantId, order.recordType);
    case "secrets":
      return searchSecrets(order.neighbour);
    case "function":
      return invokeNeighbour(await openOwn(event, order.tenantId), order.neighbour);
    case "invocation":
      return readInvocation(await openOwn(event, order.tenantId), order.neighbour);
    case "record":
      return reachRecord(await openOwn(event, order.tenantId), order.neighbour);
    case "token":
      return forgeToken(await openOwn(event, order.tenantId), order.neighbour);
    case "recursion":
      return recurse(event, order, hops);
    case "leave":
      return leaveTraces(order.mark);
    case "ticks":
      return findTicks(order.before, order.most);
    case "traces":
      return findTraces(order.mark);
    case "say":
      console.log(order.text);
      return denied(order.text);
  }
}

/** The hostile function of the isolation self-test: does what it is ordered, and tells what came of it. */
export async function handler(event: Event, context: Context): Promise<{ answer: string }> {
  const order: Order = JSON.parse(event.order);
  const hops = context.clientContext?.custom?.hops ?? 1;
  return { answer: JSON.stringify(await obey(event, order, hops)) };
}
