"use client";
import { useUrlState } from "@/client/use-url-state";
import { useCommands } from "../shell/commands";
import { Page } from "../ui/page";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { DeadLetters } from "./dead-letters/dead-letters";
import { Queue } from "./queue/queue";
import { Schedules } from "./schedules/schedules";
import { Webhooks } from "./webhooks/webhooks";

const tabs = [
  { value: "queue", label: "Queue" },
  { value: "dead-letters", label: "Dead letters" },
  { value: "schedules", label: "Schedules" },
  { value: "webhooks", label: "Webhooks" },
];

/** What runs without anybody waiting for it: accepted invocations, those that were given up, schedules, webhooks. */
export function AsyncPage() {
  const [tab, setTab] = useUrlState("tab", "queue", { push: true });
  useCommands(
    tabs.map(({ value, label }) => ({
      id: `async:${value}`,
      label: `Open ${label}`,
      group: "Page",
      run: () => setTab(value),
    })),
  );
  return (
    <Page title="Async" description="Invocations that nobody waits for: accepted, tried again, given up, by the clock.">
      <Tabs value={tab} onValueChange={setTab} className="flex flex-col gap-4">
        <TabList aria-label="Async">
          {tabs.map(({ value, label }) => (
            <Tab key={value} value={value}>
              {label}
            </Tab>
          ))}
        </TabList>
        <TabPanel value="queue">
          <Queue />
        </TabPanel>
        <TabPanel value="dead-letters">
          <DeadLetters />
        </TabPanel>
        <TabPanel value="schedules">
          <Schedules />
        </TabPanel>
        <TabPanel value="webhooks">
          <Webhooks />
        </TabPanel>
      </Tabs>
    </Page>
  );
}
