"use client";
import {
  type CreatedInvitation,
  type CreatedPasswordReset,
  type Member,
  memberSchema,
  portalRoutes,
} from "@annex/contract";
import { KeyRound, UserPlus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { CreatedLink } from "../../settings/members/created-link";
import { InviteMember } from "../../settings/members/invite-member";
import { ResetMember } from "../../settings/members/reset-member";
import { roleWords } from "../../settings/members/role-words";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { TableSkeleton } from "../../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";

/** A tenant's people, for operators: who they are, invitations, and links for a new password. */
export function TenantPeople({ tenantId }: { tenantId: string }) {
  const members = useResource(portalRoutes.operator.tenantMembers(tenantId), z.array(memberSchema));
  const [inviting, setInviting] = useState(false);
  const [invited, setInvited] = useState<CreatedInvitation | null>(null);
  const [resetting, setResetting] = useState<Member | null>(null);
  const [reset, setReset] = useState<CreatedPasswordReset | null>(null);
  const button = (
    <Button onClick={() => setInviting(true)}>
      <UserPlus aria-hidden className="size-4" />
      Invite
    </Button>
  );
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-base font-semibold">Members</h2>
        {members.data && members.data.length > 0 && button}
      </div>
      {members.isPending && <TableSkeleton label="Loading members" />}
      {members.error && !members.data && (
        <ProblemNotice
          error={members.error}
          title="The members could not be loaded"
          onRetry={() => void members.refetch()}
        />
      )}
      {members.data?.length === 0 && (
        <EmptyState title="No member yet" action={button}>
          Invite the tenant's first owner; owners invite everybody else.
        </EmptyState>
      )}
      {members.data && members.data.length > 0 && <PeopleTable members={members.data} onReset={setResetting} />}
      {inviting && (
        <InviteMember
          path={portalRoutes.operator.tenantInvitations(tenantId)}
          onCreated={setInvited}
          onClose={() => setInviting(false)}
        />
      )}
      {invited && (
        <CreatedLink
          title={`${invited.email} is invited`}
          link={invited.link}
          expiresAt={invited.expiresAt}
          onClose={() => setInvited(null)}
        >
          An e-mail with this link is in the outbox. It works once, for whoever opens it.
        </CreatedLink>
      )}
      {resetting && (
        <ResetMember
          member={resetting}
          path={portalRoutes.operator.userPasswordReset(resetting.id)}
          onCreated={setReset}
          onClose={() => setResetting(null)}
        />
      )}
      {reset && (
        <CreatedLink
          title={`A link for ${reset.email}`}
          link={reset.link}
          expiresAt={reset.expiresAt}
          onClose={() => setReset(null)}
        >
          An e-mail with this link is in the outbox. Setting a new password ends every session of the person.
        </CreatedLink>
      )}
    </section>
  );
}

function PeopleTable({ members, onReset }: { members: readonly Member[]; onReset: (member: Member) => void }) {
  return (
    <Table label="Members">
      <THead>
        <tr>
          <TH>Name</TH>
          <TH>E-mail</TH>
          <TH>Role</TH>
          <TH>Since</TH>
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
        </tr>
      </THead>
      <tbody>
        {members.map((member) => (
          <TR key={member.id}>
            <TD className="font-medium">{member.name}</TD>
            <TD>{member.email}</TD>
            <TD>
              <Badge>{roleWords[member.role][0]}</Badge>
            </TD>
            <TD className="text-muted">
              <Time at={member.since} />
            </TD>
            <TD end>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Make a link for a new password of ${member.name}`}
                title="Link for a new password"
                onClick={() => onReset(member)}
              >
                <KeyRound aria-hidden className="size-3.5" />
              </Button>
            </TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}
