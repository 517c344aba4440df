"use client";
import { type PauseKind, type PauseRecord, pauseRecordSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CirclePause } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource } from "@/client/api-provider";
import { formatActor } from "@/format/actor";
import { formatCount } from "@/format/units";
import { ProblemNotice } from "../../problem-notice";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { TableSkeleton } from "../../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";
import { PauseDialog } from "./pause-dialog";

const pausesSchema = z.array(pauseRecordSchema);
const routes = portalRoutes.operator;
const kinds: Record<PauseKind, string> = {
  function: "Function",
  release: "Release",
  extension_point: "Extension point",
  runtime: "Runtime",
};

interface PausesPanelProps {
  /** Of one tenant and of all; every tenant's where it is left out. */
  tenantId?: string;
  functions?: readonly string[];
}

function PauseRow({ pause, onEnd, busy }: { pause: PauseRecord; onEnd: () => void; busy: boolean }) {
  return (
    <TR>
      <TD>{pause.endedAt ? <Badge>Ended</Badge> : <Badge tone="red">Paused</Badge>}</TD>
      <TD>
        {kinds[pause.kind]} <span className="font-mono text-xs">{pause.target}</span>
      </TD>
      <TD>{pause.tenant ?? "all tenants"}</TD>
      <TD>
        <div className="min-w-48 whitespace-normal">{pause.reason}</div>
      </TD>
      <TD>
        {formatActor(pause.pausedBy)} <Time at={pause.pausedAt} className="text-muted" />
      </TD>
      <TD>
        {pause.endedAt && (
          <>
            {formatActor(pause.endedBy ?? "")} <Time at={pause.endedAt} className="text-muted" />
          </>
        )}
      </TD>
      <TD end>{formatCount(pause.refused)}</TD>
      <TD>
        {!pause.endedAt && (
          <Button size="sm" busy={busy} onClick={onEnd}>
            End pause
          </Button>
        )}
      </TD>
    </TR>
  );
}

/** What is and was paused, by whom and why, and how many calls that refused. */
export function PausesPanel({ tenantId, functions = [] }: PausesPanelProps) {
  const api = useApi();
  const client = useQueryClient();
  const [pausing, setPausing] = useState(false);
  const pauses = useResource(routes.pauses(), pausesSchema, { query: { tenant: tenantId }, refetchInterval: 3000 });
  const end = useMutation({
    mutationFn: (id: string) => api.send("DELETE", routes.pause(id), pauseRecordSchema),
    onSuccess: async () => {
      await client.invalidateQueries();
      toast("The pause is over", { description: "Calls go through again, and what was held runs." });
    },
  });
  if (pauses.error && !pauses.data)
    return (
      <ProblemNotice
        error={pauses.error}
        title="The pauses could not be loaded"
        onRetry={() => void pauses.refetch()}
      />
    );
  if (!pauses.data) return <TableSkeleton label="Loading pauses" />;
  const button = (
    <Button size="sm" variant="danger" onClick={() => setPausing(true)}>
      {tenantId ? "Pause…" : "Pause for all tenants…"}
    </Button>
  );
  return (
    <section aria-label="Pauses" className="flex flex-col gap-3">
      {end.error && <ProblemNotice error={end.error} title="The pause was not ended" />}
      {pauses.data.length === 0 ? (
        <EmptyState icon={<CirclePause />} title="Nothing was ever paused" action={button}>
          A pause stops one function, one release, an extension point or a runtime, with a reason that the callers read.
        </EmptyState>
      ) : (
        <>
          <div className="flex justify-end">{button}</div>
          <Table label="Pauses">
            <THead>
              <tr>
                <TH>State</TH>
                <TH>What</TH>
                <TH>Of</TH>
                <TH>Reason</TH>
                <TH>Paused by</TH>
                <TH>Ended by</TH>
                <TH end>Refused</TH>
                <TH>
                  <span className="sr-only">Actions</span>
                </TH>
              </tr>
            </THead>
            <tbody>
              {pauses.data.map((pause) => (
                <PauseRow key={pause.id} pause={pause} busy={end.isPending} onEnd={() => end.mutate(pause.id)} />
              ))}
            </tbody>
          </Table>
        </>
      )}
      {pausing && <PauseDialog tenantId={tenantId ?? null} functions={functions} onClose={() => setPausing(false)} />}
    </section>
  );
}
