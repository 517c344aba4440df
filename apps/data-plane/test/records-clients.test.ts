import { createClient } from "@annex/contract/client";
import { createPlatformClient } from "@annex/function-sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Platform, startPlatform } from "./start-platform.ts";
import { startTokenServer, type TokenServer } from "./start-token-server.ts";

let platform: Platform;
let tokens: TokenServer;

beforeAll(async () => {
  platform = await startPlatform();
  tokens = await startTokenServer(platform);
});
afterAll(async () => {
  await tokens.close();
  await platform.close();
});

const clients = {
  "the typed client": () => createClient(tokens.options).records,
  "the function SDK": () => {
    const { url: apiUrl, ...options } = tokens.options;
    return createPlatformClient({ ...options, apiUrl, scope: "records:read records:write" }).records;
  },
};

describe.each(Object.entries(clients))("with %s a line", (name, recordsOf) => {
  const mark = name.replaceAll(" ", "-");
  const numbersOf = (items: readonly { data: Readonly<Record<string, unknown>> }[]) =>
    items.map(({ data }) => data.number);

  test("creates, reads, updates and deletes a record", async () => {
    const records = recordsOf();
    const { id, version } = await records.create("invoice", { number: `${mark}-one`, total: 12 });
    expect(await records.update("invoice", id, { note: "paid" })).toMatchObject({
      data: { number: `${mark}-one`, total: 12, note: "paid" },
      version: version + 1,
    });
    expect(await records.get("invoice", id)).toMatchObject({ id, type: "invoice", data: { note: "paid" } });
    expect(await records.delete("invoice", id)).toBeUndefined();
    await expect(records.get("invoice", id)).rejects.toMatchObject({ code: "not_found", status: 404 });
  });

  test("changes many records, or none of them", async () => {
    const records = recordsOf();
    const numbers = [1, 2, 3].map((count) => `${mark}-bulk-${count}`);
    const made = await records.bulk(
      "invoice",
      numbers.map((number) => ({ operation: "create", data: { number } })),
    );
    const [first, second] = made.map((record) => record?.id ?? "");
    const wrong = records.bulk("invoice", [
      { operation: "delete", id: first ?? "" },
      { operation: "update", id: second ?? "", data: { total: 1 }, version: 7 },
    ]);
    await expect(wrong).rejects.toMatchObject({ code: "conflict", status: 409 });
    expect(await records.get("invoice", first ?? "")).toMatchObject({ version: 1 });
    expect(await records.bulk("invoice", [{ operation: "delete", id: first ?? "", version: 1 }])).toEqual([null]);
  });

  test("filters, sorts and goes from page to page", async () => {
    const records = recordsOf();
    const totals = [30, 10, 50, 20, 40];
    await records.bulk(
      "invoice",
      totals.map((total) => ({ operation: "create", data: { number: `${mark}-list & ${total}`, total } })),
    );
    const filter = { number: { prefix: `${mark}-list &` }, total: { gt: 10, lte: 40 } };
    const first = await records.list("invoice", { filter, sort: "-total", limit: 2 });
    expect(numbersOf(first.items)).toEqual([`${mark}-list & 40`, `${mark}-list & 30`]);
    const cursor = first.nextCursor ?? "";
    const second = await records.list("invoice", { filter, sort: "-total", limit: 2, cursor });
    expect([numbersOf(second.items), second.nextCursor]).toEqual([[`${mark}-list & 20`], null]);
    const exact = await records.list("invoice", { filter: { number: `${mark}-list & 50` } });
    expect(numbersOf(exact.items)).toEqual([`${mark}-list & 50`]);
    await expect(records.list("invoice", { filter: { colour: "red" } })).rejects.toMatchObject({
      code: "invalid_request",
      status: 400,
    });
  });

  test("reads every record of a selection, however many pages there are", async () => {
    const records = recordsOf();
    const numbers = Array.from({ length: 205 }, (_, at) => `${mark}-all-${String(at).padStart(3, "0")}`);
    await records.bulk(
      "invoice",
      numbers.map((number) => ({ operation: "create", data: { number } })),
    );
    const seen: unknown[] = [];
    for await (const { data } of records.all("invoice", {
      filter: { number: { prefix: `${mark}-all-` } },
      sort: "number",
    }))
      seen.push(data.number);
    expect(seen).toEqual(numbers);
  });

  test("changes and deletes only what is still as it was read", async () => {
    const records = recordsOf();
    const { id, version } = await records.create("invoice", { number: `${mark}-version` });
    await records.update("invoice", id, { total: 1 }, { version });
    const late = { code: "conflict", status: 409 };
    await expect(records.update("invoice", id, { total: 2 }, { version })).rejects.toMatchObject(late);
    await expect(records.delete("invoice", id, { version })).rejects.toMatchObject(late);
    expect((await records.get("invoice", id)).data.total).toBe(1);
    await records.delete("invoice", id, { version: version + 1 });
  });
});
