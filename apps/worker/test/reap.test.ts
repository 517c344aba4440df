import { createAuthor, createInvokers, readAlias } from "@annex/aws";
import { deleteFunction, listBindings, reapFunction, restoreFunction, unbind } from "@annex/control-plane";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { deploy, draftOf, ended, type Platform, startPlatform } from "./start-platform.ts";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

test("a deleted function stays in Lambda until its time is over, serves again when it is restored, then is gone", async () => {
  const { ctx, fresh, engine, cell, tenant } = platform;
  const functionName = "reaped";
  const code = "export const handler = async () => ({ note: 'there' });";
  await ended(ctx, functionName, await deploy(ctx, functionName, draftOf(code)));
  const { id: functionId, lambdaName } = await fresh.db.operator.function.findFirstOrThrow({
    where: { name: functionName },
  });
  for (const { id: bindingId } of await listBindings(ctx)) await unbind(ctx, { bindingId });
  const author = createAuthor(cell, engine.keyOf("annex-worker"));
  const inLambda = () => readAlias(author, lambdaName, "live");
  await deleteFunction(ctx, { functionName });
  expect(await inLambda()).not.toBeNull();
  await restoreFunction(ctx, { functionId });
  const invokers = createInvokers({ credentials: engine.keyOf("annex-data-plane") });
  const invoker = await invokers.forTenant(cell, tenant);
  const call = { functionName: lambdaName, qualifier: "1", payload: "{}", custom: {} };
  expect((await invoker.invoke({ ...call, signal: AbortSignal.timeout(10_000) })).payload).toBe('{"note":"there"}');
  invokers.close();
  await deleteFunction(ctx, { functionName });
  await reapFunction(ctx, { functionId });
  await vi.waitFor(async () => {
    expect(await fresh.db.operator.function.findUnique({ where: { id: functionId } })).toBeNull();
  }, 10_000);
  expect(await inLambda()).toBeNull();
  author.close();
  expect(await fresh.db.operator.auditEvent.count({ where: { action: "reapFunction", actor: "system:worker" } })).toBe(
    1,
  );
});
