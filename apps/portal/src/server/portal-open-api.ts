import { type PortalRule, portalRules, problemSchema, scopesOf } from "@annex/contract";
import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";

const problem = {
  description: "Problem details (RFC 9457)",
  content: { "application/problem+json": { schema: problemSchema.meta({ id: "Problem" }) } },
};

const streamTypes = { events: "text/event-stream", lines: "application/x-ndjson" } as const;

const bytes = { schema: { type: "string", format: "binary" } } as const;

function answerOf({ answer, status, stream, gives }: PortalRule): ZodOpenApiOperationObject["responses"] {
  if (!answer) return { 204: { description: "Done" }, default: problem };
  if (gives) return { 200: { description: "Done", content: { [gives]: bytes } }, default: problem };
  const content = { [stream ? streamTypes[stream] : "application/json"]: { schema: answer } };
  return { [String(status ?? 200)]: { description: "Done", content }, default: problem };
}

function bodyOf({ body, takes }: PortalRule): Pick<ZodOpenApiOperationObject, "requestBody"> {
  if (takes) return { requestBody: { content: { [takes]: bytes } } };
  return body ? { requestBody: { content: { "application/json": { schema: body } } } } : {};
}

function parametersOf({ path, query }: PortalRule): Pick<ZodOpenApiOperationObject, "requestParams"> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const parts = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  return { requestParams: { ...(names.length > 0 ? { path: parts } : {}), ...(query ? { query } : {}) } };
}

function securityOf(known: PortalRule): Record<string, string[]>[] {
  if (known.role === "anyone") return [];
  const scopes = scopesOf(known);
  return scopes.length === 0 ? [{ session: [] }] : [{ session: [] }, { accessToken: scopes }];
}

function scopeWords(scopes: readonly string[]): string {
  return `${scopes.length > 1 ? "scopes" : "scope"} ${scopes.join(" and ")}`;
}

function whoOf(known: PortalRule): string {
  const { role } = known;
  const scopes = scopesOf(known);
  if (role === "anyone") return "Needs nobody signed in.";
  if (role === "person") return "Needs a person who is signed in.";
  return `Needs the role ${role}${scopes.length > 0 ? `; a token needs the ${scopeWords(scopes)}` : ""}.`;
}

function operationOf(known: PortalRule): ZodOpenApiOperationObject {
  return {
    summary: known.summary,
    description: whoOf(known),
    tags: [known.role === "operator" ? "operator" : (known.path.split("/")[3] ?? "")],
    security: securityOf(known),
    ...parametersOf(known),
    ...bodyOf(known),
    responses: answerOf(known),
  };
}

/** The portal's API as an OpenAPI 3.1 document, from the schemas that check its requests and the table that guards it. */
export function portalOpenApi() {
  const paths: ZodOpenApiPathsObject = {};
  for (const known of portalRules)
    paths[known.path] = { ...paths[known.path], [known.method.toLowerCase()]: operationOf(known) };
  return createDocument({
    openapi: "3.1.1",
    info: { title: "Annex portal", version: "1" },
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token" },
        accessToken: { type: "http", scheme: "bearer", description: "A personal access token: annex_pat_…" },
      },
    },
    paths,
  });
}
