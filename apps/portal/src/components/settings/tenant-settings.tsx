"use client";
import { useUrlState } from "@/client/use-url-state";
import { useCommands } from "../shell/commands";
import { Page } from "../ui/page";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { ApiClients } from "./api-clients";
import { AuditEvents } from "./audit-events";
import { Members } from "./members/members";
import { OwnAccessTokens } from "./own-access-tokens";
import { Quotas } from "./quotas";
import { RecordingPolicy } from "./recording/recording-policy";
import { SupportAccess } from "./support-access";

const tabs = [
  { value: "api-clients", label: "API clients" },
  { value: "access-tokens", label: "Access tokens" },
  { value: "members", label: "Members" },
  { value: "support-access", label: "Support access" },
  { value: "quotas", label: "Quotas" },
  { value: "recording", label: "Recording" },
  { value: "audit", label: "Audit" },
];

/** `isOwner`: API clients are made and revoked by owners; the server decides again. */
export function TenantSettings({ isOwner }: { isOwner: boolean }) {
  const [tab, setTab] = useUrlState("tab", "api-clients", { push: true });
  useCommands(
    tabs.map(({ value, label }) => ({
      id: `settings:${value}`,
      label: `Open ${label}`,
      group: "Page",
      run: () => setTab(value),
    })),
  );
  return (
    <Page title="Settings" description="Who and what may act for this tenant, and what they did.">
      <Tabs value={tab} onValueChange={setTab} className="flex flex-col gap-4">
        <TabList aria-label="Settings">
          {tabs.map(({ value, label }) => (
            <Tab key={value} value={value}>
              {label}
            </Tab>
          ))}
        </TabList>
        <TabPanel value="api-clients">
          <ApiClients isOwner={isOwner} />
        </TabPanel>
        <TabPanel value="access-tokens">
          <OwnAccessTokens />
        </TabPanel>
        <TabPanel value="members">
          <Members isOwner={isOwner} />
        </TabPanel>
        <TabPanel value="support-access">
          <SupportAccess isOwner={isOwner} />
        </TabPanel>
        <TabPanel value="quotas">
          <Quotas />
        </TabPanel>
        <TabPanel value="recording">
          <RecordingPolicy isOwner={isOwner} />
        </TabPanel>
        <TabPanel value="audit">
          <AuditEvents />
        </TabPanel>
      </Tabs>
    </Page>
  );
}
