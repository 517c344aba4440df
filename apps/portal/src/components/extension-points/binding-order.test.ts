import type { Binding } from "@annex/contract";
import { expect, test } from "vitest";
import { moveBinding, repositioned, withPositions } from "./binding-order";

function binding(id: string, position: number): Binding {
  const settings = { condition: null, timeoutMs: null, failureMode: null, fallback: null, retryPolicy: null };
  const mode = "blocking";
  return {
    id,
    position,
    extensionPointKey: "invoice.submitted",
    functionName: id,
    enabled: true,
    live: true,
    mode,
    ...settings,
  };
}

const three = [binding("a", 0), binding("b", 1), binding("c", 2)];
const order = (bindings: readonly Binding[]) => bindings.map(({ id, position }) => `${id}${position}`).join(" ");

test("a binding moves up and down among the others", () => {
  expect(order(moveBinding(three, "c", -1))).toBe("a0 c1 b2");
  expect(order(moveBinding(three, "a", 1))).toBe("b0 a1 c2");
});

test("at an end it stays where it is", () => {
  expect(order(moveBinding(three, "a", -1))).toBe("a0 b1 c2");
  expect(order(moveBinding(three, "c", 1))).toBe("a0 b1 c2");
});

test("one that is gone moves nothing", () => {
  expect(order(moveBinding(three, "gone", 1))).toBe("a0 b1 c2");
});

test("only the ones whose position changed are sent", () => {
  expect(order(repositioned(three, moveBinding(three, "b", -1)))).toBe("b0 a1");
});

test("bindings that share a position get one each as soon as one of them moves", () => {
  const tied = [binding("a", 0), binding("b", 0), binding("c", 0)];
  expect(order(repositioned(tied, moveBinding(tied, "b", -1)))).toBe("a1 c2");
  expect(order(withPositions(tied))).toBe("a0 b1 c2");
});
