import { expect, test } from "vitest";
import { formatActor } from "./actor";

test.each([
  ["user:ada@acme.example", "ada@acme.example"],
  ["operator:ops@annex.example as ada@acme.example", "ops@annex.example (operator, by consent of ada@acme.example)"],
  ["operator:ops@annex.example", "ops@annex.example (operator)"],
  ["client:8c1f", "API client 8c1f"],
  ["function:score-invoice", "function score-invoice"],
  ["system:worker", "Annex (worker)"],
  ["ada@acme.example", "ada@acme.example"],
  ["martian:zorg", "martian:zorg"],
  ["", ""],
])("%s is shown as %s", (actor, shown) => {
  expect(formatActor(actor)).toBe(shown);
});
