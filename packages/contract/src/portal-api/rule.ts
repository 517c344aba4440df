import type { z } from "zod";
import type { AccessScope, OperatorScope } from "../access-tokens.ts";
import type { MembershipRole } from "../members.ts";

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type PortalRole = MembershipRole | "operator" | "person" | "anyone";

/** One operation of the portal's API: who may call it, what it takes and what it answers. */
export interface PortalRule {
  readonly method: HttpMethod;
  /** As in OpenAPI: `/api/v1/functions/{name}`. */
  readonly path: string;
  readonly summary: string;
  /**
   * The least role that may call it in the tenant; `operator` of the platform; `person` who is signed in, whatever the
   * tenant; `anyone`, signed in or not.
   */
  readonly role: PortalRole;
  /** What a personal access token, or an operator's, needs; null where only a person's session will do. */
  readonly scope: AccessScope | OperatorScope | null;
  /** What a token needs besides, where what it does with one scope hands over what another guards. */
  readonly alsoScope?: AccessScope;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The body is bytes: of which media type. */
  readonly takes?: "application/zip" | "application/octet-stream";
  /** Null answers 204. */
  readonly answer: z.ZodType | null;
  /** Where it is not 200 (204 without an answer). */
  readonly status?: 201;
  /** The answer is bytes: of which media type. `answer` is a file then. */
  readonly gives?: "application/zip";
  /** Many answers: server-sent events, each with one as its data, or a line of JSON for each. */
  readonly stream?: "events" | "lines";
}

/** Every scope that a token needs for a rule; none at all where only a person's session will do. */
export function scopesOf({ scope, alsoScope }: Pick<PortalRule, "scope" | "alsoScope">): string[] {
  return [scope, alsoScope].filter((each) => typeof each === "string");
}

export type RuleOf = Omit<PortalRule, "method" | "path" | "summary">;

/** `"GET /functions", "List functions", …` as a rule. */
export function rule(operation: `${HttpMethod} /${string}`, summary: string, of: RuleOf): PortalRule {
  const [method, path] = operation.split(" ");
  const known = (["GET", "POST", "PUT", "PATCH", "DELETE"] as const).find((name) => name === method) ?? "GET";
  return { method: known, path: `/api/v1${path}`, summary, ...of };
}
