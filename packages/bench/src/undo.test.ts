import { expect, it } from "vitest";
import { undoAll, withUndo } from "./undo.ts";

it("undoes once when the work is done, and when it fails", async () => {
  const undone: string[] = [];
  const undo = async () => void undone.push("undone");
  expect(await withUndo(undo, async () => "done")).toBe("done");
  await expect(withUndo(undo, () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(undone).toEqual(["undone", "undone"]);
});

it("undoes what an interruption leaves half-way, the newest first and once, whatever fails there", async () => {
  const undone: string[] = [];
  let done: () => void = () => undefined;
  const work = new Promise<void>((resolve) => {
    done = resolve;
  });
  const all = withUndo(
    async () => void undone.push("outer"),
    () =>
      withUndo(
        () => {
          undone.push("inner");
          return Promise.reject(new Error("already gone"));
        },
        () => work,
      ),
  );
  await undoAll();
  expect(undone).toEqual(["inner", "outer"]);
  done();
  await all;
  expect(undone).toEqual(["inner", "outer"]);
});
