"use client";
import { type MailState, mailSchema, pageSchema, portalRoutes } from "@annex/contract";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Mails } from "lucide-react";
import { useApi, useResourceKey } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";
import { Select } from "../../ui/select";
import { TableSkeleton } from "../../ui/skeleton";
import { MailPanel } from "./mail-panel";
import { mailStateWords } from "./mail-state-badge";
import { MailTable } from "./mail-table";

const mailPage = pageSchema(mailSchema);
const all = "all";
const states: readonly MailState[] = ["kept", "queued", "sent", "failed"];
const options = [
  { value: all, label: "Every state" },
  ...states.map((state) => ({ value: state, label: mailStateWords[state] })),
];

function useMails(state: string) {
  const api = useApi();
  const keyOf = useResourceKey();
  const path = portalRoutes.operator.mails();
  const filter = { state: state === all ? undefined : state };
  return useInfiniteQuery({
    queryKey: keyOf(path, filter),
    queryFn: ({ pageParam, signal }) => api.get(path, mailPage, { ...filter, cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  });
}

/** The e-mails that the platform sends: invitations, links for a new password, alerts. */
export function Outbox() {
  const [state, setState] = useUrlState("state", all);
  const [open, setOpen] = useUrlState("mail", "", { push: true });
  const mails = useMails(state);
  const items = mails.data?.pages.flatMap((page) => page.items) ?? [];
  const keeps = items.some((mail) => mail.state === "kept");
  return (
    <Page
      title="Outbox"
      description="The e-mails that the platform sends: invitations, links for a new password, alerts."
    >
      {keeps && (
        <Notice tone="warning" title="No mail server is set">
          E-mails are kept here and can be read and passed on. Set <code className="font-mono">SMTP_URL</code> and{" "}
          <code className="font-mono">MAIL_FROM</code> and start again: what is younger than a day is then sent.
        </Notice>
      )}
      <div className="w-48">
        <Select aria-label="State" value={state} onValueChange={setState} options={options} />
      </div>
      {mails.isPending && <TableSkeleton label="Loading e-mails" />}
      {mails.error && !mails.data && (
        <ProblemNotice
          error={mails.error}
          title="The e-mails could not be loaded"
          onRetry={() => void mails.refetch()}
        />
      )}
      {mails.data && items.length === 0 && (
        <EmptyState icon={<Mails aria-hidden />} title={state === all ? "No e-mail yet" : "Nothing matches"}>
          When somebody is invited, gets a link for a new password or is alerted, the e-mail shows here with what became
          of it.
        </EmptyState>
      )}
      {items.length > 0 && <MailTable mails={items} onOpen={({ id }) => setOpen(id)} />}
      {mails.hasNextPage && (
        <Button className="self-center" busy={mails.isFetchingNextPage} onClick={() => void mails.fetchNextPage()}>
          Show older e-mails
        </Button>
      )}
      {open !== "" && <MailPanel id={open} onClose={() => setOpen("")} />}
    </Page>
  );
}
