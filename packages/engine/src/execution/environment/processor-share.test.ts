import { expect, test } from "vitest";
import { ProcessorShare } from "./processor-share.ts";

/** Notes the places that a cgroup was given while its processes ran and waited as told for each 50 ms. */
function shareOf(each: { ranMs: number; waitedMs: number }) {
  const places: string[] = [];
  let looks = 0;
  const share = new ProcessorShare({
    processors: { set: (weight: number) => places.push(`weight ${weight}`), beLast: () => places.push("last") },
    turns: () => ({ ranMs: each.ranMs * looks, waitedMs: each.waitedMs * looks }),
  });
  const last = (times: number) => {
    for (let time = 0; time < times; time += 1) {
      looks += 1;
      share.last(128);
    }
  };
  return { share, places, last };
}

test("what starts and what lasts is last, what begins has its whole share", () => {
  const { share, places, last } = shareOf({ ranMs: 10, waitedMs: 40 });
  share.start(128);
  share.whole(128);
  last(1);
  share.whole(128);
  expect(places).toEqual(["last", "weight 128", "last", "weight 128"]);
});

test("who lasts and gets nothing has a turn of 50 ms in each second from the second one on", () => {
  const { places, last } = shareOf({ ranMs: 0, waitedMs: 50 });
  last(61);
  expect(places.flatMap((place, at) => (place === "last" ? [] : [`${place} at ${at + 1}`]))).toEqual([
    "weight 8 at 40",
    "weight 8 at 60",
  ]);
});

test.each([
  ["runs", { ranMs: 1, waitedMs: 49 }],
  ["does not want to", { ranMs: 0, waitedMs: 0 }],
])("who lasts and %s has none", (_, each) => {
  const { places, last } = shareOf(each);
  last(100);
  expect(new Set(places)).toEqual(new Set(["last"]));
});
