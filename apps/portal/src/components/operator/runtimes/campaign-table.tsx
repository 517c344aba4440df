import { type Campaign, runtimeLives, runtimeSchema } from "@annex/contract";
import { formatActor } from "@/format/actor";
import { RolloutBar } from "../../rollouts/rollout-bar";
import { RolloutState } from "../../rollouts/rollout-state";
import { Button } from "../../ui/button";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";
import { testsInWords } from "./tests-in-words";

/** `Node.js 22` for `nodejs22.x`; one that is not offered any more by its own name. */
export function labelOf(runtime: string): string {
  const known = runtimeSchema.safeParse(runtime);
  return known.success ? runtimeLives[known.data].label : runtime;
}

/** Campaigns, newest first. */
export function CampaignTable({ campaigns, onShow }: { campaigns: readonly Campaign[]; onShow: (id: string) => void }) {
  return (
    <section aria-label="Campaigns" className="flex flex-col gap-2">
      <h2 className="text-base font-semibold">Campaigns</h2>
      <Table label="Table of campaigns">
        <THead>
          <tr>
            <TH>Campaign</TH>
            <TH>State</TH>
            <TH>Tests</TH>
            <TH className="min-w-48">Functions</TH>
            <TH end>Wave</TH>
            <TH>Begun</TH>
            <TH>
              <span className="sr-only">Actions</span>
            </TH>
          </tr>
        </THead>
        <tbody>
          {campaigns.map((campaign) => {
            const name = `${labelOf(campaign.from)} to ${labelOf(campaign.to)}`;
            return (
              <TR key={campaign.id}>
                <TD className="font-medium">{name}</TD>
                <TD>
                  <RolloutState rollout={campaign} />
                </TD>
                <TD className="text-muted">{testsInWords(campaign.tests)}</TD>
                <TD>
                  <RolloutBar counts={campaign.counts} />
                </TD>
                <TD end>{campaign.wave}</TD>
                <TD className="text-muted" title={formatActor(campaign.createdBy)}>
                  <Time at={campaign.createdAt} />
                </TD>
                <TD end>
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={`Show the campaign ${name}`}
                    onClick={() => onShow(campaign.id)}
                  >
                    Show
                  </Button>
                </TD>
              </TR>
            );
          })}
        </tbody>
      </Table>
    </section>
  );
}
