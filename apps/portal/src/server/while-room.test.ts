import { expect, test } from "vitest";
import { whileRoom } from "./while-room";

test("a tenant has two zips on their way, all have eight, and who has ended makes room", async () => {
  const ends: (() => void)[] = [];
  const take = (whose: string) => whileRoom(whose, () => new Promise<void>((resolve) => ends.push(resolve)));
  const refused = { code: "limit_exceeded", status: 429, retryAfterSeconds: 5 };
  const begun = [take("acme"), take("acme")];
  await expect(take("acme")).rejects.toMatchObject(refused);
  begun.push(...["a", "b", "c", "d", "e", "f"].map(take));
  await expect(take("globex")).rejects.toMatchObject(refused);
  ends.shift()?.();
  await begun[0];
  begun.push(take("globex"));
  await expect(take("g")).rejects.toMatchObject(refused);
  for (const end of ends) end();
  await Promise.all(begun);
  const failing = () => whileRoom("acme", () => Promise.reject(new Error("cut off")));
  for (const _ of [1, 2, 3]) await expect(failing()).rejects.toThrow("cut off");
});
