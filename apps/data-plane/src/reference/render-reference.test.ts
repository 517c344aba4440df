import { expect, test } from "vitest";
import { openApiDocument } from "../openapi.ts";
import { renderReference } from "./render-reference.ts";
import { schemaText } from "./schema-text.ts";

const document = openApiDocument("http://identity.test");
const page = renderReference(document);

test("the reference page tells every operation of the OpenAPI document, and every named type", () => {
  for (const [path, methods] of Object.entries(document.paths ?? {}))
    for (const method of Object.keys(Object(methods)))
      expect(page).toContain(`<span class="method">${method.toUpperCase()}</span> <code>${path}</code>`);
  for (const name of Object.keys(document.components?.schemas ?? {})) expect(page).toContain(`<section id="${name}">`);
  const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  for (const id of targets) expect(page).toContain(`id="${id}"`);
});

test("it says where tokens are had, with a call to paste, and what modes and headers mean", () => {
  expect(page).toContain("grant_type=client_credentials http://identity.test/token");
  for (const said of ["runs nothing", "X-Correlation-Id", "traceparent", "Retry-After"]) expect(page).toContain(said);
});

test("it needs no script and no other host", () => {
  expect(page).not.toMatch(/<script|<link|<img|@import|url\(/);
  expect(page.match(/(?:src|href)="(?!#|\/openapi\.json)/)).toBeNull();
});

test("what a document says is text, never markup", () => {
  const operation = { summary: `<img src=x onerror="1">`, responses: { 200: { description: "</pre><script>" } } };
  const hostile = { info: { title: "<b>", version: "1" }, paths: { "/<i>": { get: operation } }, components: {} };
  expect(renderReference(hostile)).not.toMatch(/<img|<script|<b>|<i>/);
});

test("a schema is written as TypeScript writes types", () => {
  const schema = {
    type: "object",
    required: ["id"],
    properties: {
      id: { type: "string", description: "Its own" },
      "a-b": { type: ["number", "null"] },
      list: { type: "array", items: { anyOf: [{ const: "x" }, { $ref: "#/components/schemas/Record" }] } },
    },
    additionalProperties: { type: "integer" },
  };
  expect(schemaText(schema)).toBe(
    `{\n  // Its own\n  id: string;\n  "a-b"?: number | null;\n  list?: ("x" | Record)[];\n  [name: string]: number;\n}`,
  );
});
