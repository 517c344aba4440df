import { setTimeout as delay } from "node:timers/promises";
import { AppError, type DraftContent, draftSchema, portalRoutes } from "@annex/contract";
import {
  createAccessToken,
  createFunction,
  createJobSender,
  getDraft,
  publishRelease,
  saveDraft,
  type TenantContext,
} from "@annex/control-plane";
import { parseMasterKey } from "@annex/envelope";
import { z } from "zod";
import type { ChaosPlatform } from "./platform.ts";

/** Asks for deployments as a person's tool would: what fails on the way is asked for again. */
export interface Asker {
  /** Of the tenant's owner, for what is made before the chaos. */
  readonly ctx: TenantContext;
  create(functionName: string): Promise<void>;
  deploy(functionName: string, content: DraftContent): Promise<void>;
  close(): Promise<void>;
}

const tries = 200;

/** Again after what a part that is away just now answers, or does not; never after a refusal that stands. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const stands = error instanceof AppError && error.status < 500 && error.code !== "conflict";
      if (stands || attempt === tries) throw error;
      await delay(150);
    }
  }
}

async function contextOf(platform: ChaosPlatform): Promise<TenantContext> {
  const { db, tenant, appUrl, masterKey } = platform;
  const email = "owner@acme.example";
  const user = await db.operator.user.create({ data: { email, name: "Owner", passwordHash: "none" } });
  await db.operator.membership.create({ data: { userId: user.id, tenantId: tenant.id, role: "owner" } });
  const principal = { actor: `user:${email}`, role: "owner" } as const;
  const jobs = await createJobSender(appUrl);
  return { tenant, principal, db: db.forTenant(tenant.id), jobs, masterKey: parseMasterKey(masterKey) };
}

/** In this process: the capabilities themselves. */
function byCapability(ctx: TenantContext): Asker {
  return {
    ctx,
    async create(functionName) {
      await createFunction(ctx, { name: functionName, extensionPointKey: null, template: "blank" });
    },
    deploy: (functionName, content) =>
      again(async () => {
        const { revision } = await getDraft(ctx, { functionName });
        const saved = await saveDraft(ctx, { functionName, content, revision });
        await publishRelease(ctx, { functionName, revision: saved.revision });
      }),
    close: () => ctx.jobs.close(),
  };
}

/** Through the portal's API, with a personal access token. */
async function byPortal(ctx: TenantContext, portalUrl: string): Promise<Asker> {
  const { token } = await createAccessToken(ctx, {
    name: "chaos",
    scopes: ["functions:read", "functions:write", "deployments:write"],
  });
  const send = async <T extends z.ZodType>(
    method: string,
    route: string,
    schema: T,
    body?: unknown,
  ): Promise<z.output<T>> => {
    const response = await fetch(new URL(route, portalUrl), {
      method,
      signal: AbortSignal.timeout(20_000),
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return schema.parse(JSON.parse(text));
    throw new AppError(response.status < 500 && response.status !== 409 ? "invalid_request" : "unavailable", text);
  };
  return {
    ctx,
    async create(functionName) {
      const body = { name: functionName, extensionPointKey: null, template: "blank" };
      await send("POST", portalRoutes.functions(), z.unknown(), body);
    },
    deploy: (functionName, content) =>
      again(async () => {
        const { revision } = await send("GET", portalRoutes.draft(functionName), draftSchema);
        const saved = await send("PUT", portalRoutes.draft(functionName), draftSchema, { content, revision });
        await send("POST", portalRoutes.deployments(functionName), z.unknown(), { revision: saved.revision });
      }),
    close: () => ctx.jobs.close(),
  };
}

/** Through the portal where the platform has one, else by the capabilities that it serves. */
export async function openAsker(platform: ChaosPlatform): Promise<Asker> {
  const ctx = await contextOf(platform);
  return platform.portalUrl === null ? byCapability(ctx) : byPortal(ctx, platform.portalUrl);
}
