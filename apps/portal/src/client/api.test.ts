import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { createApi } from "./api";

afterEach(() => vi.unstubAllGlobals());

test("a page of a list comes with how many there are in all and the cursor of the next one, which the last page has not", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return url.includes("cursor=")
      ? Response.json([{ id: "b" }], { headers: { "x-total-count": "2" } })
      : Response.json([{ id: "a" }], { headers: { "x-next-cursor": "after-a", "x-total-count": "2" } });
  });
  const api = createApi("acme");
  const item = z.object({ id: z.string() });
  const first = await api.list("/api/v1/functions", item, { search: "inv", cursor: "" });
  expect(first).toEqual({ items: [{ id: "a" }], nextCursor: "after-a", totalCount: 2 });
  const last = await api.list("/api/v1/functions", item, { search: "inv", cursor: first.nextCursor ?? undefined });
  expect(last).toEqual({ items: [{ id: "b" }], nextCursor: null, totalCount: 2 });
  expect(asked).toEqual(["/api/v1/functions?search=inv", "/api/v1/functions?search=inv&cursor=after-a"]);
});

test("a refusal of a list is an error with the portal's own words", async () => {
  const body = {
    ...{ type: "urn:annex:error:forbidden", title: "forbidden", status: 403, code: "forbidden" },
    ...{ detail: "You may not see this.", correlationId: "c" },
  };
  vi.stubGlobal("fetch", async () => Response.json(body, { status: 403 }));
  await expect(createApi("acme").list("/api/v1/functions", z.string())).rejects.toThrow("You may not see this.");
});
