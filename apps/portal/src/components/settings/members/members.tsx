"use client";
import {
  type CreatedInvitation,
  type CreatedPasswordReset,
  invitationSchema,
  type Member,
  memberSchema,
  portalRoutes,
} from "@annex/contract";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { useCommands } from "../../shell/commands";
import { Button } from "../../ui/button";
import { TableSkeleton } from "../../ui/skeleton";
import { CreatedLink } from "./created-link";
import { InvitationTable } from "./invitation-table";
import { InviteMember } from "./invite-member";
import { MemberTable } from "./member-table";
import { RemoveMember } from "./remove-member";
import { ResetMember } from "./reset-member";

/** The tenant's people, what they may do, and who is invited. */
export function Members({ isOwner }: { isOwner: boolean }) {
  const members = useResource(portalRoutes.members(), z.array(memberSchema));
  const invitations = useResource(portalRoutes.invitations(), z.array(invitationSchema));
  const [inviting, setInviting] = useState(false);
  const [created, setCreated] = useState<CreatedInvitation | null>(null);
  const [removed, setRemoved] = useState<Member | null>(null);
  const [resetting, setResetting] = useState<Member | null>(null);
  const [reset, setReset] = useState<CreatedPasswordReset | null>(null);
  useCommands(
    isOwner
      ? [{ id: "invite", label: "Invite member", group: "Page", words: "add user", run: () => setInviting(true) }]
      : [],
  );
  const failed = members.error ?? invitations.error;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-60 text-sm text-muted">
          {isOwner
            ? "Invite people by e-mail; a role counts from the person's next request."
            : "Owners invite people and change roles; ask one where you need more."}
        </p>
        {isOwner && (
          <Button variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden className="size-4" />
            Invite member
          </Button>
        )}
      </div>
      {failed && (
        <ProblemNotice
          error={failed}
          title="The members could not be loaded"
          onRetry={() => void Promise.all([members.refetch(), invitations.refetch()])}
        />
      )}
      {members.isPending && <TableSkeleton label="Loading members" />}
      {members.data && (
        <MemberTable
          members={members.data}
          {...(isOwner ? { actions: { onRemove: setRemoved, onReset: setResetting } } : {})}
        />
      )}
      {invitations.data && invitations.data.length > 0 && (
        <InvitationTable invitations={invitations.data} isOwner={isOwner} />
      )}
      {inviting && <InviteMember onCreated={setCreated} onClose={() => setInviting(false)} />}
      {created && (
        <CreatedLink
          title={`${created.email} is invited`}
          link={created.link}
          expiresAt={created.expiresAt}
          onClose={() => setCreated(null)}
        >
          An e-mail with this link is on its way. Where it does not arrive, pass the link on yourself: it works once,
          for whoever opens it.
        </CreatedLink>
      )}
      {removed && <RemoveMember member={removed} onClose={() => setRemoved(null)} />}
      {resetting && <ResetMember member={resetting} onCreated={setReset} onClose={() => setResetting(null)} />}
      {reset && (
        <CreatedLink
          title={`A link for ${reset.email}`}
          link={reset.link}
          expiresAt={reset.expiresAt}
          onClose={() => setReset(null)}
        >
          {reset.link === null
            ? "The link is in an e-mail to that person alone: the account is good for more than this tenant. Where the e-mail does not arrive, ask the product's operators."
            : "An e-mail with this link is on its way. Where it does not arrive, pass the link on yourself. Setting a new password ends every session of the person."}
        </CreatedLink>
      )}
    </div>
  );
}
