"use client";
import { portalRoutes, type SelfTest, selfTestSchema, selfTestSummarySchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, ShieldQuestion } from "lucide-react";
import { z } from "zod";
import { useApi, useResource, useResourceKey } from "@/client/api-provider";
import { download } from "@/client/download";
import { useUrlState } from "@/client/use-url-state";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";
import { TableSkeleton } from "../../ui/skeleton";
import { SelfTestHistory } from "./self-test-history";
import { SelfTestLines } from "./self-test-lines";
import { selfTestReport } from "./self-test-report";

const runsSchema = z.array(selfTestSummarySchema);
const routes = portalRoutes.operator;
const lookEveryMs = 700;

function Verdict({ test }: { test: SelfTest }) {
  const { state, denied, open, unknown, lines } = test;
  const running = lines.find(({ outcome }) => outcome === "running");
  if (state === "queued") return <Notice title="Waiting for a worker">The self-test begins as one is free.</Notice>;
  if (state === "running")
    return (
      <Notice title={running?.attempt ?? "Running"}>
        {denied} denied so far, of {lines.length} lines. Leaving this page stops nothing.
      </Notice>
    );
  if (state === "passed")
    return <Notice tone="success" title={`Everything was denied: ${denied} attempts of a hostile function`} />;
  if (state === "open")
    return (
      <Notice tone="error" title={`${open} of ${denied + open + unknown} attempts went through`}>
        Suspend the tenants of this cell, or keep it from the network, until what is marked Open below is closed.
      </Notice>
    );
  if (state === "interrupted")
    return (
      <Notice tone="warning" title="Its worker ended before it did">
        Nothing is said of the isolation. What it had made was removed; run it again.
      </Notice>
    );
  return (
    <Notice tone="warning" title={`${unknown} attempts could not be made`}>
      The lines say why. What was attempted was denied, but nothing is said of the rest.
    </Notice>
  );
}

function Reports({ test }: { test: SelfTest }) {
  const name = `annex-self-test-${test.createdAt.slice(0, 19).replaceAll(":", "")}`;
  const json = () => download(`${name}.json`, `${JSON.stringify(test, null, 2)}\n`, "application/json");
  const html = () => download(`${name}.html`, selfTestReport(test), "text/html;charset=utf-8");
  return (
    <div className="flex gap-2">
      <Button size="sm" onClick={html}>
        <Download aria-hidden className="size-4" /> Report
      </Button>
      <Button size="sm" onClick={json}>
        <Download aria-hidden className="size-4" /> JSON
      </Button>
    </div>
  );
}

/** One button that lets a hostile function try everything, and the proof that it got nowhere. */
export function SelfTestPage() {
  const api = useApi();
  const client = useQueryClient();
  const keyOf = useResourceKey();
  const [named, show] = useUrlState("run", "");
  const runs = useResource(routes.selfTests(), runsSchema, { refetchInterval: 5000 });
  const id = named || runs.data?.[0]?.id;
  const test = useResource(routes.selfTest(id ?? ""), selfTestSchema, {
    enabled: id !== undefined,
    // what itself says, not the list: that one may know of the end first, and the last line would never be read
    refetchInterval: ({ state }) => (state.data && state.data.removedAt !== null ? false : lookEveryMs),
  });
  const start = useMutation({
    mutationFn: () => api.send("POST", routes.selfTests(), selfTestSchema, {}),
    onSuccess: async (started) => {
      client.setQueryData(keyOf(routes.selfTest(started.id)), started);
      await client.invalidateQueries({ queryKey: keyOf(routes.selfTests()) });
      show(started.id);
    },
  });
  const isUnderway = runs.data?.some(({ removedAt }) => removedAt === null) ?? false;
  const run = (
    <Button variant="primary" busy={start.isPending} disabled={isUnderway} onClick={() => start.mutate()}>
      Run self-test
    </Button>
  );
  return (
    <Page
      title="Isolation"
      description="A hostile function of a throw-away tenant attempts what no tenant may do. Each line tells what was attempted, and what came of it."
      actions={run}
    >
      {start.error && <ProblemNotice error={start.error} title="The self-test was not started" />}
      {runs.error && !runs.data && (
        <ProblemNotice error={runs.error} title="The runs could not be loaded" onRetry={() => void runs.refetch()} />
      )}
      {runs.data?.length === 0 && (
        <EmptyState icon={<ShieldQuestion />} title="No self-test yet" action={run}>
          It takes about half a minute, works like any tenant's function, and removes everything that it made.
        </EmptyState>
      )}
      {!runs.data && !runs.error && <TableSkeleton label="Loading the runs" />}
      {test.error && !test.data && (
        <ProblemNotice error={test.error} title="The run could not be loaded" onRetry={() => void test.refetch()} />
      )}
      {test.data && (
        <>
          <Verdict test={test.data} />
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h2 className="text-base font-semibold">Line by line</h2>
            <Reports test={test.data} />
          </div>
          <SelfTestLines lines={test.data.lines} />
        </>
      )}
      {runs.data && runs.data.length > 0 && (
        <>
          <h2 className="text-base font-semibold">Runs</h2>
          <SelfTestHistory runs={runs.data} shown={id} onShow={show} />
        </>
      )}
    </Page>
  );
}
