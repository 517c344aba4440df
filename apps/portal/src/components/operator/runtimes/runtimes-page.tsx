"use client";
import { type Campaign, campaignSchema, portalRoutes, type RuntimeUse, runtimesSchema } from "@annex/contract";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { ProblemNotice } from "../../problem-notice";
import { Page } from "../../ui/page";
import { TableSkeleton } from "../../ui/skeleton";
import { CampaignDetail } from "./campaign-detail";
import { CampaignTable } from "./campaign-table";
import { RuntimeFunctions } from "./runtime-functions";
import { RuntimeTable } from "./runtime-table";
import { StartCampaign } from "./start-campaign";

const campaignsSchema = z.array(campaignSchema);
const routes = portalRoutes.operator;

const isOpen = ({ state }: Campaign) => state !== "done" && state !== "cancelled";

/** When runtimes end, who uses them, and the campaigns that bring functions to a successor. */
export function RuntimesPage() {
  const runtimes = useResource(routes.runtimes(), runtimesSchema, { refetchInterval: 10_000 });
  const campaigns = useResource(routes.campaigns(), campaignsSchema, { refetchInterval: 3000 });
  const [starting, setStarting] = useUrlState("start", "", { push: true });
  const [shown, setShown] = useUrlState("campaign", "", { push: true });
  const [users, setUsers] = useUrlState("runtime", "", { push: true });
  const { data } = runtimes;
  const named = (name: string): RuntimeUse | undefined => data?.runtimes.find(({ runtime }) => runtime === name);
  const [from, used] = [named(starting), named(users)];
  const open = new Set((campaigns.data ?? []).filter(isOpen).map((campaign) => campaign.from));
  return (
    <Page
      title="Runtimes"
      description="When Lambda's language runtimes end, which functions run on them, and campaigns that bring those to a successor."
    >
      {runtimes.error && !data && (
        <ProblemNotice
          error={runtimes.error}
          title="The runtimes could not be loaded"
          onRetry={() => void runtimes.refetch()}
        />
      )}
      {runtimes.isPending && <TableSkeleton label="Loading runtimes" rows={3} />}
      {data && (
        <>
          <RuntimeTable runtimes={data.runtimes} underway={open} onStart={setStarting} onUsers={setUsers} />
          <p className="text-xs text-faint">
            Dates from{" "}
            <a href={data.source} className="underline" rel="noreferrer" target="_blank">
              AWS's list of runtimes
            </a>
            , read on {data.asOf}. After “updates blocked” nothing can be deployed or rolled back on the runtime.
          </p>
        </>
      )}
      {campaigns.error && !campaigns.data && (
        <ProblemNotice error={campaigns.error} title="The campaigns could not be loaded" />
      )}
      {campaigns.data && campaigns.data.length > 0 && <CampaignTable campaigns={campaigns.data} onShow={setShown} />}
      {from && (
        <StartCampaign
          runtime={from}
          onClose={() => setStarting("")}
          onStarted={(id) => {
            setStarting("");
            setShown(id);
          }}
        />
      )}
      {used && <RuntimeFunctions runtime={used} onClose={() => setUsers("")} />}
      {shown !== "" && <CampaignDetail id={shown} onClose={() => setShown("")} />}
    </Page>
  );
}
