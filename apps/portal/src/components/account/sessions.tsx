"use client";
import { portalRoutes, type Session, sessionSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { TableSkeleton } from "../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";
import { browserName } from "./browser-name";

/** Where one is signed in, and a way to end each. */
export function Sessions() {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const sessions = useResource(portalRoutes.sessions(), z.array(sessionSchema));
  const settled = {
    onError: (error: Error) => toast.error("The session was not ended", { description: error.message }),
    onSettled: () => cache.invalidateQueries({ queryKey: key(portalRoutes.sessions()) }),
  };
  const end = useMutation({
    ...settled,
    mutationFn: ({ id }: Session) => api.send("DELETE", portalRoutes.session(id), z.undefined()),
    onSuccess: (_, session) => toast.success(`${browserName(session.userAgent)} is signed out`),
  });
  const endOthers = useMutation({
    ...settled,
    mutationFn: () => api.send("DELETE", portalRoutes.sessions(), z.undefined()),
    onSuccess: () => toast.success("You are signed out everywhere else"),
  });
  const others = (sessions.data?.length ?? 0) > 1;
  return (
    <section className="flex flex-col gap-3 border-t pt-4">
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="text-base font-semibold">Sessions</h2>
          <p className="text-sm text-muted">
            Where you are signed in. An ended session is refused with its next request.
          </p>
        </div>
        {others && (
          <Button variant="danger" busy={endOthers.isPending} onClick={() => endOthers.mutate()}>
            End all others
          </Button>
        )}
      </div>
      {sessions.isPending && <TableSkeleton label="Loading sessions" />}
      {sessions.error && !sessions.data && (
        <ProblemNotice
          error={sessions.error}
          title="Your sessions could not be loaded"
          onRetry={() => void sessions.refetch()}
        />
      )}
      {sessions.data && (
        <Table label="Sessions">
          <THead>
            <tr>
              <TH>Browser</TH>
              <TH>From</TH>
              <TH>Signed in by</TH>
              <TH>Signed in</TH>
              <TH>Last seen</TH>
              <TH>Expires</TH>
              <TH>
                <span className="sr-only">Actions</span>
              </TH>
            </tr>
          </THead>
          <tbody>
            {sessions.data.map((session) => (
              <SessionRow key={session.id} session={session} onEnd={() => end.mutate(session)} />
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}

function SessionRow({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const name = browserName(session.userAgent);
  return (
    <TR>
      <TD className="font-medium" title={session.userAgent ?? undefined}>
        <span className="inline-flex items-center gap-2">
          {name}
          {session.current && (
            <Badge tone="green" dot>
              This one
            </Badge>
          )}
        </span>
      </TD>
      <TD className="font-mono text-xs text-muted">{session.address ?? "–"}</TD>
      <TD className="text-muted">{session.method}</TD>
      <TD className="text-muted">
        <Time at={session.createdAt} />
      </TD>
      <TD className="text-muted">
        <Time at={session.seenAt} />
      </TD>
      <TD className="text-muted">
        <Time at={session.expiresAt} />
      </TD>
      <TD end>
        {!session.current && (
          <Button size="sm" variant="danger" aria-label={`End the session of ${name}`} onClick={onEnd}>
            End
          </Button>
        )}
      </TD>
    </TR>
  );
}
