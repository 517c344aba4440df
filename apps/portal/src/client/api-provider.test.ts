import { MutationObserver, notifyManager, QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import "./api-provider";

test("that something is being sent is told before the browser's next event, so that a double click sends once", async () => {
  const answer = () => new Promise((done) => setImmediate(done));
  const sending = new MutationObserver(new QueryClient(), { mutationFn: answer, networkMode: "always" });
  const told: string[] = [];
  const unsubscribe = sending.subscribe(notifyManager.batchCalls(({ status }) => told.push(status))); // as useMutation does
  const sent = sending.mutate();
  await Promise.resolve();
  expect(told).toContain("pending");
  await sent;
  unsubscribe();
});
