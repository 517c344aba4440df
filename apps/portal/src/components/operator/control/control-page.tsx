"use client";
import { useUrlState } from "@/client/use-url-state";
import { Page } from "../../ui/page";
import { Tab, TabList, TabPanel, Tabs } from "../../ui/tabs";
import { BudgetsPanel } from "./budgets-panel";
import { PausesPanel } from "./pauses-panel";

/** Everything that stops tenants' calls: budgets and pauses of the whole platform. */
export function ControlPage() {
  const [tab, setTab] = useUrlState("tab", "budgets", { push: true });
  return (
    <Page
      title="Control"
      description="What keeps tenants' calls from going through, on every data plane within a second."
    >
      <Tabs value={tab} onValueChange={setTab} className="flex flex-col gap-4">
        <TabList aria-label="Control">
          <Tab value="budgets">Budgets</Tab>
          <Tab value="pauses">Pauses</Tab>
        </TabList>
        <TabPanel value="budgets">
          <BudgetsPanel />
        </TabPanel>
        <TabPanel value="pauses">
          <PausesPanel />
        </TabPanel>
      </Tabs>
    </Page>
  );
}
