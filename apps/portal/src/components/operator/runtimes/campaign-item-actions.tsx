"use client";
import {
  type Campaign,
  type CampaignItem,
  type CampaignTest,
  type ChangeCampaignItem,
  campaignDetailSchema,
  portalRoutes,
} from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useApi } from "@/client/api-provider";
import { isEnded } from "../../rollouts/rollout-words";
import { Badge, type Tone } from "../../ui/badge";
import { Button } from "../../ui/button";
import { ReasonDialog } from "../control/reason-dialog";

const looks: Record<CampaignTest, [Tone, string]> = {
  waiting: ["neutral", "Tests wait"],
  running: ["accent", "Tests run"],
  passed: ["green", "Tests passed"],
  failed: ["red", "Tests failed"],
  none: ["neutral", "No tests"],
};

/** What a function's tests came to, and what a person may decide about it. */
export function CampaignItemActions({ campaign, item }: { campaign: Campaign; item: CampaignItem }) {
  const api = useApi();
  const client = useQueryClient();
  const [asking, setAsking] = useState<"leave_out" | "take_in" | null>(null);
  const path = portalRoutes.operator.campaignFunction(campaign.id, item.functionId);
  const send = (change: ChangeCampaignItem) => api.send("PATCH", path, campaignDetailSchema, change);
  const again = useMutation({
    mutationFn: () => send({ action: "test_again" }),
    onSuccess: () => client.invalidateQueries(),
    onError: (error) => toast.error(error.message),
  });
  const [tone, word] = looks[item.test];
  const out = item.state === "skipped" || item.state === "failed";
  const waits = item.state === "waiting" && item.wave === null;
  const tested = campaign.state === "testing" || campaign.state === "tested";
  return (
    <div className="mt-1 flex flex-wrap items-center gap-2">
      <Badge tone={tone}>{word}</Badge>
      {!isEnded(campaign) && (
        <>
          {out && (
            <Button size="sm" variant="ghost" onClick={() => setAsking("take_in")}>
              Take in…
            </Button>
          )}
          {waits && (
            <Button size="sm" variant="ghost" onClick={() => setAsking("leave_out")}>
              Leave out…
            </Button>
          )}
          {tested && (item.test === "failed" || item.test === "passed") && (
            <Button size="sm" variant="ghost" busy={again.isPending} onClick={() => again.mutate()}>
              Test again
            </Button>
          )}
        </>
      )}
      {asking && (
        <ReasonDialog
          title={asking === "take_in" ? `Take ${item.functionName} in` : `Leave ${item.functionName} out`}
          description={
            asking === "take_in"
              ? "It gets the new runtime in one of the next waves, whatever its tests came to."
              : "It stays on its runtime; a later campaign finds it again."
          }
          action={asking === "take_in" ? "Take in" : "Leave out"}
          done={asking === "take_in" ? "It is taken in" : "It is left out"}
          act={(reason) => send({ action: asking, reason })}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
