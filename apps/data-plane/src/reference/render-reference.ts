import { z } from "zod";
import { schemaText } from "./schema-text.ts";

const contentSchema = z.record(z.string(), z.looseObject({ schema: z.unknown() }));
const operationSchema = z.looseObject({
  summary: z.string().default(""),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        schema: z.unknown(),
        description: z.string().optional(),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), content: contentSchema.optional() })),
});
const documentSchema = z.looseObject({
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()).default({}),
    securitySchemes: z
      .looseObject({
        identity: z.looseObject({
          flows: z.looseObject({ clientCredentials: z.looseObject({ tokenUrl: z.string() }) }),
        }),
      })
      .optional(),
  }),
});
type Operation = z.infer<typeof operationSchema>;

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const textOf = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

const style = `
:root { color-scheme: light dark; --line: #d4d4d8; --faint: #52525b; --panel: #f4f4f5; --accent: #1d4ed8; }
@media (prefers-color-scheme: dark) { :root { --line: #3f3f46; --faint: #a1a1aa; --panel: #18181b; --accent: #93b4ff; } }
body { font: 14px/20px system-ui, sans-serif; margin: 0 auto; max-width: 960px; padding: 24px 16px 64px; }
h1 { font-size: 22px; } h2 { font-size: 16px; margin-top: 40px; } h3 { font-size: 13px; margin-bottom: 4px; }
section { border-top: 1px solid var(--line); padding-top: 8px; }
a { color: var(--accent); } code, pre { font: 12px/18px ui-monospace, monospace; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; overflow: auto; padding: 8px 12px; }
table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid var(--line); padding: 4px 8px 4px 0; text-align: left; vertical-align: top; }
nav li { list-style: none; } nav ul { padding: 0; } .method { display: inline-block; font-weight: 600; min-width: 56px; } .faint { color: var(--faint); }
`;

interface Named {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Type names in a schema's text lead to their section. */
function linked(text: string, names: ReadonlySet<string>): string {
  return textOf(text).replace(/\b[A-Z]\w+\b/g, (word) => (names.has(word) ? `<a href="#${word}">${word}</a>` : word));
}

const block = (schema: unknown, names: ReadonlySet<string>, label: string) =>
  `<pre tabindex="0" role="region" aria-label="${textOf(label)}">${linked(schemaText(schema), names)}</pre>`;

function parameters({ operation, path }: Named, names: ReadonlySet<string>): string {
  if (operation.parameters.length === 0) return "";
  const rows = operation.parameters.map(({ name, in: place, required, schema, description = "" }) => {
    const type = linked(schemaText(schema), names);
    const note = textOf(description);
    return `<tr><td><code>${textOf(name)}</code>${required ? "" : ' <span class="faint">optional</span>'}</td><td>${place}</td><td><code>${type}</code></td><td>${note}</td></tr>`;
  });
  const head = "<tr><th>Name</th><th>In</th><th>Type</th><th>What it does</th></tr>";
  return `<h3>Parameters</h3><table aria-label="Parameters of ${textOf(path)}"><thead>${head}</thead><tbody>${rows.join("")}</tbody></table>`;
}

function section(named: Named, names: ReadonlySet<string>): string {
  const { id, method, path, operation } = named;
  const bodies = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, { schema }]) => `<h3>Body, ${textOf(type)}</h3>${block(schema, names, `Body of ${method} ${path}`)}`,
  );
  const answers = Object.entries(operation.responses).map(([status, { description, content = {} }]) => {
    const parts = Object.entries(content).map(
      ([type, { schema }]) =>
        `<p class="faint">${textOf(type)}</p>${block(schema, names, `${status} of ${method} ${path}`)}`,
    );
    const told = status === "default" ? "Any refusal" : status;
    return `<h3>${told}: ${textOf(description)}</h3>${parts.join("")}`;
  });
  return `<section id="${id}"><h2><span class="method">${method}</span> <code>${textOf(path)}</code></h2><p>${textOf(operation.summary)}</p>${parameters(named, names)}${bodies.join("")}${answers.join("")}</section>`;
}

/** How a token is had, and a first call with it; nothing where the document says no address for tokens. */
function firstCall(tokenUrl: string | undefined): string {
  if (tokenUrl === undefined) return "";
  const commands = [
    `TOKEN=$(curl -s -u "CLIENT_ID:CLIENT_SECRET" -d grant_type=client_credentials ${tokenUrl} | node -p 'JSON.parse(require("fs").readFileSync(0)).access_token')`,
    `curl -s -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\`,
    `  -d '{"fields":{"invoice.number":"R-1","invoice.total":1200,"invoice.currency":"EUR"}}' \\`,
    "  ADDRESS_OF_THIS_PAGE/v1/extension-points/invoice.submitted/invocations",
  ];
  const pre = `<pre tabindex="0" role="region" aria-label="A first call">${textOf(commands.join("\n"))}</pre>`;
  return `<p>An API client of the tenant (Settings, API clients) gets tokens; the fields are those of the extension point:</p>${pre}`;
}

/** An OpenAPI document as a page for people: HTML that needs nothing else, no script and no other host. */
export function renderReference(document: unknown): string {
  const { info, paths, components } = documentSchema.parse(JSON.parse(JSON.stringify(document)));
  const names = new Set(Object.keys(components.schemas));
  const all: Named[] = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const id = `${method}-${path.replaceAll(/[^A-Za-z]+/g, "-").replace(/^-|-$/g, "")}`;
      return { id, method: method.toUpperCase(), path, operation };
    }),
  );
  const entries = all.map(
    ({ id, method, path, operation }) =>
      `<li><a href="#${id}"><span class="method">${method}</span> <code>${textOf(path)}</code></a> <span class="faint">${textOf(operation.summary)}</span></li>`,
  );
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `<section id="${textOf(name)}"><h2>${textOf(name)}</h2>${block(schema, names, name)}</section>`,
  );
  const title = textOf(`${info.title}, version ${info.version}`);
  const intro = `<p>Send <code>Authorization: Bearer &lt;access token&gt;</code>, which identity gives for client credentials. The same for machines: <a href="/openapi.json">OpenAPI</a>.</p>${firstCall(components.securitySchemes?.identity.flows.clientCredentials.tokenUrl)}`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1>${intro}<nav aria-label="Operations"><ul>${entries.join("")}</ul></nav>${all.map((named) => section(named, names)).join("")}<h1>Types</h1>${schemas.join("")}</main></body></html>\n`;
}
