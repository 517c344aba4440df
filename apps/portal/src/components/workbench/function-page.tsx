"use client";
import { functionDetailSchema, portalRoutes } from "@annex/contract";
import { useState } from "react";
import { useResource, useTenant } from "@/client/api-provider";
import { codeUrl } from "@/client/code-url";
import { downloadFrom } from "@/client/download";
import { useMayChange } from "@/client/may-change";
import { type ServedAnswer, useServedAnswers } from "@/client/use-served-answers";
import { useUrlState } from "@/client/use-url-state";
import type { OpenedFunction, OpenedMetrics } from "@/server/opened-function";
import { LoadFailure } from "../load-failure";
import { useCommands } from "../shell/commands";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { CodeTab } from "./code-tab";
import { DeployDialog } from "./deploy/deploy-dialog";
import { FunctionHeader } from "./function-header";
import { FunctionSkeleton } from "./function-skeleton";
import { LogsTab } from "./logs-tab";
import { MappingTab } from "./mapping/mapping-tab";
import { MetricsTab } from "./metrics-tab";
import { isReadingTab } from "./reading-tabs";
import { ReleasesTab } from "./releases/releases-tab";
import { SettingsTab } from "./settings/settings-tab";
import { ShiftBar } from "./shift/shift-bar";
import { TestsTab } from "./test/tests-tab";
import { useWorkbench, WorkbenchProvider } from "./workbench-context";

const tabs = ["Code", "Mapping", "Tests", "Releases", "Metrics", "Logs", "Settings"].map((label) => ({
  label,
  value: label.toLowerCase(),
}));

interface FunctionPageProps {
  name: string;
  /** The first answers, which came with the page; null where the API has to be asked. */
  opened: OpenedFunction | null;
}

function metricsAnswers(name: string, metrics: OpenedMetrics | undefined): ServedAnswer[] {
  if (!metrics) return [];
  const query = { range: metrics.range };
  return [
    { path: portalRoutes.functionMetrics(name), query, answer: metrics.metrics },
    { path: portalRoutes.functionErrors(name), query, answer: metrics.errors },
  ];
}

export function FunctionPage({ name, opened }: FunctionPageProps) {
  useServedAnswers(
    [
      { path: portalRoutes.function(name), answer: opened?.detail },
      { path: portalRoutes.credentials(), answer: opened?.credentials },
      { path: portalRoutes.testEvents(name), answer: opened?.testEvents },
      ...metricsAnswers(name, opened?.metrics),
    ],
    opened?.readAt ?? 0,
  );
  const tenant = useTenant();
  const detail = useResource(portalRoutes.function(name), functionDetailSchema, { refetchInterval: 10_000 });
  if (detail.data) {
    return (
      <WorkbenchProvider key={detail.data.id} detail={detail.data}>
        <FunctionWorkbench />
      </WorkbenchProvider>
    );
  }
  return (
    <div className="flex flex-col gap-4 p-4">
      {detail.error ? (
        <LoadFailure
          error={detail.error}
          what="function"
          all={{ href: `/t/${tenant}/functions`, label: "All functions" }}
          onRetry={() => void detail.refetch()}
        />
      ) : (
        <FunctionSkeleton name={name} />
      )}
    </div>
  );
}

function FunctionWorkbench() {
  const { detail, test, tab, setTab } = useWorkbench();
  const tenant = useTenant();
  const [, setPanel] = useUrlState("panel", "test");
  const [deploying, setDeploying] = useState(false);
  const [withEditor, setWithEditor] = useState(!isReadingTab(tab));
  if (!withEditor && !isReadingTab(tab)) setWithEditor(true); // from then on it stays, with what is undone and unfolded
  const runTest = () => {
    if (tab === "code") setPanel("test");
    else if (tab !== "tests") setTab("tests");
    void test.run();
  };
  const mayChange = useMayChange();
  const changes = [
    { id: "test", label: `Test ${detail.name}`, group: "Function", keys: "mod+enter", words: "run", run: runTest },
    {
      id: "test-all",
      label: `Run all tests of ${detail.name}`,
      group: "Function",
      keys: "mod+alt+enter",
      run: () => {
        setTab("tests");
        void test.runAll();
      },
    },
    {
      id: "deploy",
      label: `Deploy ${detail.name}`,
      group: "Function",
      keys: "mod+shift+enter",
      run: () => setDeploying(true),
    },
  ];
  useCommands([
    ...(mayChange ? changes : []),
    {
      id: "roll-back",
      label: `Roll back ${detail.name}`,
      group: "Function",
      words: "releases",
      run: () => setTab("releases"),
    },
    {
      id: "download",
      label: `Download the code of ${detail.name}`,
      group: "Function",
      words: "zip export",
      run: () => downloadFrom(codeUrl({ tenant, functionName: detail.name })),
    },
    ...tabs.map(({ label, value }) => ({
      id: `tab:${value}`,
      label: `Open ${label}`,
      group: "Function",
      run: () => setTab(value),
    })),
  ]);
  return (
    <Tabs value={tab} onValueChange={setTab} className="flex h-full min-h-0 flex-col">
      <FunctionHeader onTest={runTest} onDeploy={() => setDeploying(true)} />
      <TabList aria-label="Function" className="shrink-0 px-3">
        {tabs.map(({ label, value }) => (
          <Tab key={value} value={value}>
            {label}
          </Tab>
        ))}
      </TabList>
      <ShiftBar />
      <TabPanel value="code" forceMount className="min-h-0 flex-1 data-[state=inactive]:hidden">
        {withEditor && <CodeTab />}
      </TabPanel>
      <TabPanel value="mapping" className="min-h-0 flex-1 overflow-y-auto">
        <MappingTab />
      </TabPanel>
      <TabPanel value="tests" className="min-h-0 flex-1 overflow-y-auto">
        <TestsTab />
      </TabPanel>
      <TabPanel value="releases" className="min-h-0 flex-1 overflow-y-auto">
        <ReleasesTab />
      </TabPanel>
      <TabPanel value="metrics" className="min-h-0 flex-1 overflow-y-auto">
        <MetricsTab />
      </TabPanel>
      <TabPanel value="logs" className="min-h-0 flex-1 overflow-y-auto">
        <LogsTab />
      </TabPanel>
      <TabPanel value="settings" className="min-h-0 flex-1 overflow-y-auto">
        <fieldset disabled={!mayChange} className="contents">
          <SettingsTab />
        </fieldset>
      </TabPanel>
      <DeployDialog open={deploying} onOpenChange={setDeploying} />
    </Tabs>
  );
}
