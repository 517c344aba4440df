"use client";
import { X } from "lucide-react";
import { useUrlState } from "@/client/use-url-state";
import type { EditorProblem } from "../editor/models";
import { useCommands } from "../shell/commands";
import { Button } from "../ui/button";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { MappingEditor } from "./mapping/mapping-editor";
import { ProblemList } from "./problem-list";
import { TestPanel } from "./test/test-panel";
import { useWorkbench } from "./workbench-context";

interface SidePanelProps {
  editorProblems: readonly EditorProblem[];
  onClose: () => void;
}

export function SidePanel({ editorProblems, onClose }: SidePanelProps) {
  const { diagnostics } = useWorkbench();
  const [panel, setPanel] = useUrlState("panel", "test");
  const count = diagnostics.length + editorProblems.length;
  useCommands([
    { id: "panel-mapping", label: "Show Mapping", group: "Panels", keys: "alt+1", run: () => setPanel("mapping") },
    { id: "panel-test", label: "Show Test", group: "Panels", keys: "alt+2", run: () => setPanel("test") },
    { id: "panel-problems", label: "Show Problems", group: "Panels", keys: "alt+3", run: () => setPanel("problems") },
  ]);
  return (
    <Tabs value={panel} onValueChange={setPanel} className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center border-b pr-1">
        <TabList aria-label="Side panel" className="min-w-0 flex-1 border-b-0 px-1">
          <Tab value="mapping">Mapping</Tab>
          <Tab value="test">Test</Tab>
          <Tab
            value="problems"
            badge={
              count > 0 && <span className="rounded-sm bg-red-soft px-1 text-xs text-red tabular-nums">{count}</span>
            }
          >
            Problems
          </Tab>
        </TabList>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Close the side panel"
          title="Close (Ctrl+Alt+B)"
          onClick={onClose}
        >
          <X aria-hidden className="size-3.5" />
        </Button>
      </div>
      <TabPanel value="mapping" className="min-h-0 flex-1 overflow-y-auto p-3">
        <MappingEditor />
      </TabPanel>
      <TabPanel value="test" className="min-h-0 flex-1 overflow-y-auto p-3">
        <TestPanel />
      </TabPanel>
      <TabPanel value="problems" className="min-h-0 flex-1 overflow-y-auto">
        <ProblemList editorProblems={editorProblems} />
      </TabPanel>
    </Tabs>
  );
}
