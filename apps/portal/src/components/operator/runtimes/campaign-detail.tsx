"use client";
import { campaignDetailSchema, portalRoutes } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { isLost } from "@/client/is-lost";
import { LiveToggle } from "../../live-toggle";
import { ProblemNotice } from "../../problem-notice";
import { HeldNotice } from "../../rollouts/held-notice";
import { RolloutActions } from "../../rollouts/rollout-actions";
import { RolloutBar } from "../../rollouts/rollout-bar";
import { RolloutItems } from "../../rollouts/rollout-items";
import { RolloutState } from "../../rollouts/rollout-state";
import { isEnded, settingsOf } from "../../rollouts/rollout-words";
import { Notice } from "../../ui/notice";
import { Sheet } from "../../ui/sheet";
import { Skeleton } from "../../ui/skeleton";
import { Time } from "../../ui/time";
import { useLive } from "../../use-live";
import { CampaignItemActions } from "./campaign-item-actions";
import { labelOf } from "./campaign-table";
import { testsInWords } from "./tests-in-words";

/** One campaign as it goes, beside the page. */
export function CampaignDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const live = useLive(1000);
  const path = portalRoutes.operator.campaign(id);
  const campaign = useResource(path, campaignDetailSchema, { refetchInterval: live.interval });
  const { data, error } = campaign;
  return (
    <Sheet
      open
      onOpenChange={(open) => open || onClose()}
      title={data ? `${labelOf(data.from)} to ${labelOf(data.to)}` : "Campaign"}
      description={data ? settingsOf(data) : undefined}
    >
      {error && !data && <ProblemNotice error={error} title="The campaign could not be loaded" />}
      {campaign.isPending && <Skeleton className="h-40" />}
      {data && (
        <>
          <div className="flex flex-wrap items-center justify-between gap-2">
            <RolloutState rollout={data} />
            {!isEnded(data) && <LiveToggle paused={live.paused} onToggle={live.toggle} lost={isLost(campaign)} />}
          </div>
          <p className="text-sm">
            Tests on {labelOf(data.to)}: {testsInWords(data.tests)}.
          </p>
          <RolloutBar counts={data.counts} />
          <HeldNotice rollout={data} />
          {data.state === "tested" && (
            <Notice tone="info" title="Nothing is deployed yet">
              Functions whose tests failed are left out. Take them in or leave others out, then roll out.
            </Notice>
          )}
          {data.nextWaveAt && (
            <p className="text-sm text-muted">
              Wave {data.wave + 1} begins <Time at={data.nextWaveAt} />.
            </p>
          )}
          {data.reason && (
            <Notice tone={data.state === "stopped" ? "error" : "warning"} title="Too many functions failed">
              {data.reason}
            </Notice>
          )}
          {!isEnded(data) && <RolloutActions rollout={data} path={path} noun="campaign" />}
          <RolloutItems items={data.items} more={(item) => <CampaignItemActions campaign={data} item={item} />} />
        </>
      )}
    </Sheet>
  );
}
