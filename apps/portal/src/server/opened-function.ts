import {
  AppError,
  type Credential,
  credentialSchema,
  type ErrorGroup,
  errorGroupSchema,
  type FunctionDetail,
  functionDetailSchema,
  type Metrics,
  metricsSchema,
  type TestEvent,
  type TimeRange,
  testEventSchema,
  timeRangeSchema,
} from "@annex/contract";
import {
  getFunction,
  getFunctionMetrics,
  listCredentials,
  listErrorGroups,
  listTestEvents,
  type TenantContext,
} from "@annex/control-plane";
import { z } from "zod";
import { accessOf, tenantContext } from "./contexts";
import { sessionUser } from "./session";

/** What the tab Metrics asks first. */
export interface OpenedMetrics {
  readonly range: TimeRange;
  readonly metrics: Metrics;
  readonly errors: readonly ErrorGroup[];
}

/** What the page of a function asks first, answered before it asks. */
export interface OpenedFunction {
  readonly detail: FunctionDetail;
  readonly credentials: readonly Credential[];
  readonly testEvents: readonly TestEvent[];
  /** Only where the page opens on the tab Metrics. */
  readonly metrics?: OpenedMetrics | undefined;
  /** Milliseconds of the epoch: a page that comes back from the browser's history asks anew. */
  readonly readAt: number;
}

/** What JSON would make of it, so that the page cannot tell it from the API's answer. */
function asAnswer<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  return schema.parse(JSON.parse(JSON.stringify(value)));
}

interface OpenedPage {
  tenant: string;
  functionName: string;
  /** As in the address. */
  tab: string;
  range: string;
}

async function openedMetrics(ctx: TenantContext, { functionName, range: text }: OpenedPage): Promise<OpenedMetrics> {
  const range = timeRangeSchema.catch("24h").parse(text);
  const [metrics, errors] = await Promise.all([
    getFunctionMetrics(ctx, { functionName, range }),
    listErrorGroups(ctx, { functionName, range }),
  ]);
  return {
    range,
    metrics: asAnswer(metricsSchema, metrics),
    errors: asAnswer(z.array(errorGroupSchema), errors),
  };
}

/**
 * The function as a member's first answers; null where the API shall say why it cannot be opened, and for an operator
 * who acts by consent: each of those readings passes the API, which writes it down.
 */
export async function openedFunction(page: OpenedPage): Promise<OpenedFunction | null> {
  const { tenant, functionName } = page;
  const user = await sessionUser();
  if (!user || accessOf(user, tenant)) return null;
  const readAt = Date.now();
  try {
    const ctx = await tenantContext(user, tenant);
    const [detail, credentials, testEvents, metrics] = await Promise.all([
      getFunction(ctx, { functionName }),
      listCredentials(ctx),
      listTestEvents(ctx, { functionName }),
      page.tab === "metrics" ? openedMetrics(ctx, page) : undefined,
    ]);
    return {
      detail: asAnswer(functionDetailSchema, detail),
      credentials: asAnswer(z.array(credentialSchema), credentials),
      testEvents: asAnswer(z.array(testEventSchema), testEvents),
      metrics,
      readAt,
    };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
