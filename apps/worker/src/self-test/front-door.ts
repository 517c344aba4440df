import { dataPlaneRoutes, invokeResponseSchema } from "@annex/contract";
import { z } from "zod";
import type { Doors } from "../worker-context.ts";
import type { Order } from "./probe/src/index.ts";
import type { Access } from "./throw-away-tenant.ts";

const tokenSchema = z.object({ access_token: z.string() });
const answerFieldsSchema = z.object({ "selftest.answer": z.string() });
const timeoutMs = 90_000;

export interface Said {
  readonly invocationId: string;
  /** As JSON. */
  readonly answer: unknown;
}

/** The way in that every SaaS backend has: a token of identity's, then an invocation through the data plane. */
export interface FrontDoor {
  order(access: Access, functionName: string, order: Order): Promise<Said>;
}

async function tokenOf({ identity }: Doors, { clientId, clientSecret }: Access): Promise<string> {
  const response = await fetch(new URL("/token", identity), {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`identity answered ${response.status}.`);
  return tokenSchema.parse(await response.json()).access_token;
}

/** @throws where the platform, not the attempt, fails. */
export function openFrontDoor(doors: Doors): FrontDoor {
  return {
    async order(access, functionName, order) {
      const token = await tokenOf(doors, access);
      const response = await fetch(new URL(dataPlaneRoutes.functionInvocations(functionName), doors.dataPlane), {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ fields: { "selftest.order": JSON.stringify(order) } }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok)
        throw new Error(`The data plane answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
      const { invocationId, fields, functions } = invokeResponseSchema.parse(await response.json());
      const error = functions[0]?.error;
      if (error) throw new Error(`The probe failed: ${error.type}: ${error.message}`);
      const answer: unknown = JSON.parse(answerFieldsSchema.parse(fields)["selftest.answer"]);
      return { invocationId: invocationId ?? "", answer };
    },
  };
}
