import { expect, test } from "vitest";
import { z } from "zod";
import "./zod-words.ts";

const schema = z.strictObject({
  mode: z.enum(["sync", "async"]),
  count: z.number().int().min(1).max(9),
  name: z.string().min(1),
  tags: z.array(z.string()).max(1),
  to: z.email(),
});
const good = { mode: "sync", count: 1, name: "a", tags: [], to: "ada@example.com" };

test.each<[object, string, string]>([
  [{ mode: undefined }, "mode", "It is missing."],
  [{ mode: "slow" }, "mode", "It has to be one of sync, async."],
  [{ count: "1" }, "count", "It has to be a number."],
  [{ count: 1.5 }, "count", "It has to be a whole number."],
  [{ count: 0 }, "count", "At least 1."],
  [{ count: 10 }, "count", "At most 9."],
  [{ name: "" }, "name", "It is empty."],
  [{ name: undefined }, "name", "It is missing."],
  [{ tags: ["a", "b"] }, "tags", "At most 1 entry."],
  [{ to: "ada" }, "to", "It is no e-mail address."],
  [{ other: 1 }, "", "There is no other here."],
])("%j: %s %s", (change, path, message) => {
  const { error } = schema.safeParse({ ...good, ...change });
  expect(error?.issues.map((issue) => [issue.path.join("."), issue.message])).toEqual([[path, message]]);
});

test("a schema's own words stand", () => {
  expect(z.string("A name, please.").safeParse(1).error?.issues[0]?.message).toBe("A name, please.");
});
