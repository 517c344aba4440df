import {
  AppError,
  type Credential,
  credentialSchema,
  type FunctionDetail,
  functionDetailSchema,
  type TestEvent,
  testEventSchema,
} from "@annex/contract";
import { getFunction, listCredentials, listTestEvents } from "@annex/control-plane";
import { z } from "zod";
import { accessOf, tenantContext } from "./contexts";
import { sessionUser } from "./session";

/** What the page of a function asks first, answered before it asks. */
export interface OpenedFunction {
  readonly detail: FunctionDetail;
  readonly credentials: readonly Credential[];
  readonly testEvents: readonly TestEvent[];
  /** Milliseconds of the epoch: a page that comes back from the browser's history asks anew. */
  readonly readAt: number;
}

/** What JSON would make of it, so that the page cannot tell it from the API's answer. */
function asAnswer<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  return schema.parse(JSON.parse(JSON.stringify(value)));
}

/**
 * The function as a member's first answers; null where the API shall say why it cannot be opened, and for an operator
 * who acts by consent: each of those readings passes the API, which writes it down.
 */
export async function openedFunction(tenant: string, functionName: string): Promise<OpenedFunction | null> {
  const user = await sessionUser();
  if (!user || accessOf(user, tenant)) return null;
  const readAt = Date.now();
  try {
    const ctx = await tenantContext(user, tenant);
    const [detail, credentials, testEvents] = await Promise.all([
      getFunction(ctx, { functionName }),
      listCredentials(ctx),
      listTestEvents(ctx, { functionName }),
    ]);
    return {
      detail: asAnswer(functionDetailSchema, detail),
      credentials: asAnswer(z.array(credentialSchema), credentials),
      testEvents: asAnswer(z.array(testEventSchema), testEvents),
      readAt,
    };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
