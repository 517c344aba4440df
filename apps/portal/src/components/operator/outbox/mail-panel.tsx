"use client";
import { mailDetailSchema, portalRoutes } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { formatExact } from "@/format/time";
import { Detail, DetailList } from "../../detail-list";
import { ProblemNotice } from "../../problem-notice";
import { CopyButton } from "../../ui/copy-button";
import { Notice } from "../../ui/notice";
import { Sheet } from "../../ui/sheet";
import { Skeleton } from "../../ui/skeleton";
import { MailStateBadge } from "./mail-state-badge";

/** One e-mail with its text, which is there until it was sent. */
export function MailPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: mail, error } = useResource(portalRoutes.operator.mail(id), mailDetailSchema);
  return (
    <Sheet open onOpenChange={(open) => open || onClose()} title={mail?.subject ?? "E-mail"}>
      {error && !mail && <ProblemNotice error={error} title="The e-mail could not be loaded" />}
      {!mail && !error && <Skeleton className="h-40 w-full" />}
      {mail && (
        <>
          <DetailList>
            <Detail name="To" copy={mail.to}>
              {mail.to}
            </Detail>
            <Detail name="Tenant">{mail.tenant ?? "platform"}</Detail>
            <Detail name="State">
              <MailStateBadge state={mail.state} />
            </Detail>
            <Detail name="Written">{formatExact(mail.createdAt)}</Detail>
            <Detail name="Finished">{mail.finishedAt === null ? "–" : formatExact(mail.finishedAt)}</Detail>
            <Detail name="Last error">{mail.lastError ?? "–"}</Detail>
          </DetailList>
          {mail.text === null ? (
            <Notice>Its text is gone: it is removed once the e-mail is sent, or after a week.</Notice>
          ) : (
            <>
              <MailText text={mail.text} />
              <Notice>
                A text may hold a link that is good for an account. That you read it is in the audit trail.
              </Notice>
            </>
          )}
        </>
      )}
    </Sheet>
  );
}

function MailText({ text }: { text: string }) {
  return (
    <section aria-label="Text" className="relative rounded-md border bg-panel">
      <div className="absolute top-1 right-1">
        <CopyButton text={text} label="Copy text" />
      </div>
      <p className="p-3 pr-10 text-sm break-words whitespace-pre-wrap">{text}</p>
    </section>
  );
}
