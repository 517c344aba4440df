import { setTimeout as delay } from "node:timers/promises";
import {
  dataPlaneRoutes,
  deploymentSchema,
  functionDetailSchema,
  invocationDetailSchema,
  invokeResponseSchema,
  logPageSchema,
  portalRoutes,
  testRunSchema,
} from "@annex/contract";
import { apiToken, functionName, record } from "./demo-call.ts";
import { startFloorServer } from "./floor-server.ts";
import { PortalSession } from "./portal-session.ts";
import { percentile, report, series } from "./series.ts";
import { stack } from "./stack.ts";

// The main job's waits, as a person and a SaaS backend meet them: `pnpm --filter @annex/bench journey`
// against a running stack. Changes the draft and the releases of Acme's demo function.
async function measureCalls(): Promise<void> {
  const floor = await startFloorServer();
  const headers = { "content-type": "application/json", authorization: `Bearer ${await apiToken()}` };
  const body = JSON.stringify({ fields: record });
  const url = `${stack.dataPlane}${dataPlaneRoutes.functionInvocations(functionName)}`;
  const call = async () => {
    const answer = invokeResponseSchema.parse(await (await fetch(url, { method: "POST", headers, body })).json());
    if (answer.status !== "success") throw new Error(`The call failed: ${JSON.stringify(answer)}`);
  };
  const callFloor = async () => {
    await (await fetch(floor.url, { method: "POST", headers, body })).json();
  };
  const floors = await series(500, 100, callFloor);
  const calls = await series(500, 100, call);
  floor.close();
  report("floor: smallest Node HTTP server", floors);
  report("data-plane call, warm", calls);
  process.stdout.write(`ratio at p50: ${(percentile(calls, 0.5) / percentile(floors, 0.5)).toFixed(1)}\n`);
}

async function measureTests(session: PortalSession): Promise<void> {
  const { draft } = functionDetailSchema.parse(await session.json(portalRoutes.function(functionName)));
  const press = async () => {
    let run = testRunSchema.parse(
      await session.json(portalRoutes.testRuns(functionName), { content: draft.content, record }),
    );
    while (run.state !== "done") {
      run = testRunSchema.parse(await session.json(`${portalRoutes.testRun(functionName, run.id)}?wait=10`));
    }
    if (run.result?.status !== "success") throw new Error(`The test failed: ${JSON.stringify(run.result)}`);
  };
  report("Test button, warm", await series(20, 3, press));
}

async function measureDeployments(session: PortalSession): Promise<void> {
  const deploy = async (round: number) => {
    const { draft } = functionDetailSchema.parse(await session.json(portalRoutes.function(functionName)));
    const body = { revision: draft.revision, message: `Benchmark ${round}` };
    let deployment = deploymentSchema.parse(await session.json(portalRoutes.deployments(functionName), body));
    while (deployment.state !== "active") {
      if (deployment.state === "failed")
        throw new Error(`The deployment failed: ${JSON.stringify(deployment.failure)}`);
      await delay(20);
      deployment = deploymentSchema.parse(await session.json(portalRoutes.deployment(functionName, deployment.id)));
    }
  };
  report("deploy to active", await series(10, 1, deploy));
}

/** From the answer of a call until its page, and until its lines, can be read. */
async function measureInsight(session: PortalSession): Promise<void> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${await apiToken()}` };
  const body = JSON.stringify({ fields: record });
  const url = `${stack.dataPlane}${dataPlaneRoutes.functionInvocations(functionName)}`;
  const invoke = async () =>
    invokeResponseSchema.parse(await (await fetch(url, { method: "POST", headers, body })).json());
  const [pages, lines]: [number[], number[]] = [[], []];
  for (let round = 0; round < 100; round += 1) {
    const { invocationId } = await invoke();
    if (invocationId === null) throw new Error("The call reached no function.");
    const answered = performance.now();
    const path = portalRoutes.invocation(invocationId);
    let shown = await session.fetch(path);
    for (; !shown.ok; shown = await session.fetch(path)) await delay(10);
    pages.push(performance.now() - answered);
    const { requestId } = invocationDetailSchema.parse(await shown.json());
    const log = `${portalRoutes.logs()}?requestId=${requestId}`;
    while (logPageSchema.parse(await session.json(log)).items.length < 4) await delay(10);
    lines.push(performance.now() - answered);
  }
  report("an invocation on its page, after its answer", pages);
  report("its log lines, after its answer", lines);
}

const session = await PortalSession.open("acme");
await measureCalls();
await measureInsight(session);
await measureTests(session);
await measureDeployments(session);
