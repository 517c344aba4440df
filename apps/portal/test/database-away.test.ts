import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadHandlers, type PortalApi, startPortalApi } from "./start-portal-api";

let api: PortalApi;
let handlers: Awaited<ReturnType<typeof loadHandlers>>;
beforeAll(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined); // a line for each answer
  api = await startPortalApi();
  handlers = await loadHandlers();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await api.close();
});

/** Answers of these come out of the code alone, or refuse a body that has nothing in it before they look. */
const askNothing = new Set([
  "GET /api/v1/openapi.json",
  "POST /api/v1/invitations/accept",
  "POST /api/v1/invitations/open",
  "POST /api/v1/password-resets/forgot",
  "POST /api/v1/password-resets/open",
  "POST /api/v1/password-resets/use",
]);

test("while the database is away every operation says so with 503 and when to try again, and works after", async () => {
  const own = { origin: "http://portal.test", host: "portal.test" };
  const credentials = [
    { cookie: await api.acme.cookie("owner"), ...own, "x-annex-tenant": "acme" },
    { cookie: await api.operatorCookie(), ...own },
    { authorization: `Bearer ${await api.acme.token("owner")}` },
  ];
  const ask = (operation: string, headers: Record<string, string>) => {
    const [method = "", path = ""] = operation.split(" ");
    const body = method === "GET" ? {} : { body: "{}" };
    const request = new Request(`http://portal.test${path.replaceAll(/\{\w+\}/g, "1")}`, {
      ...{ method, headers: { ...headers, "content-type": "application/json" } },
      ...body,
    });
    const params = Promise.resolve(Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, "1"])));
    const handler = handlers.get(operation);
    if (!handler) throw new Error(`There is no ${operation}.`);
    return handler(request, { params });
  };
  await ask("GET /api/v1/account", credentials[0] ?? {}); // everything is open
  const told: unknown[] = [];
  await api.withoutDatabase(async () => {
    for (const operation of handlers.keys()) {
      if (askNothing.has(operation)) continue;
      for (const headers of credentials) {
        // another kind of token is refused by its form, whoever asks
        if (operation.includes("/operator/") && "authorization" in headers) continue;
        const response = await ask(operation, headers);
        const problem: unknown = await response.json();
        told.push([operation, response.status, Object(problem).code, response.headers.get("retry-after")]);
      }
    }
  });
  expect(told.length).toBeGreaterThan(400);
  expect(told.filter((each) => Array.isArray(each) && each.slice(1).join(" ") !== "503 unavailable 2")).toEqual([]);
  expect((await ask("GET /api/v1/account", credentials[0] ?? {})).status).toBe(200);
});
