import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb } from "./index.ts";
import { type FreshDatabase, freshDatabase } from "./testing/index.ts";

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.dispose());

test("times are in UTC whatever the URL's own options say, and its other options hold", async () => {
  const url = new URL(fresh.appUrl);
  url.searchParams.set("options", "-c timezone=Asia/Tokyo -c statement_timeout=4321");
  const db = createDb({ appUrl: url.href, operatorUrl: url.href });
  const told = await db.operator.$queryRaw`
    SELECT current_setting('timezone') AS zone, current_setting('statement_timeout') AS timeout`;
  await db.close();
  expect(told).toEqual([{ zone: "UTC", timeout: "4321ms" }]);
});
