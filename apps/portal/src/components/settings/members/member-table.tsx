"use client";
import { type Member, type MembershipRole, memberSchema, membershipRoleSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound, UserMinus } from "lucide-react";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Select } from "../../ui/select";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";
import { roleOptions, roleWords } from "./role-words";

interface MemberActions {
  onRemove: (member: Member) => void;
  onReset: (member: Member) => void;
}

interface MemberTableProps {
  members: readonly Member[];
  /** Without them nothing can be changed here. */
  actions?: MemberActions;
}

export function MemberTable({ members, actions }: MemberTableProps) {
  return (
    <Table label="Members">
      <THead>
        <tr>
          <TH>Name</TH>
          <TH>E-mail</TH>
          <TH>Role</TH>
          <TH>May change</TH>
          <TH>Since</TH>
          {actions && (
            <TH>
              <span className="sr-only">Actions</span>
            </TH>
          )}
        </tr>
      </THead>
      <tbody>
        {members.map((member) => (
          <TR key={member.id}>
            <TD className="font-medium">{member.name}</TD>
            <TD>{member.email}</TD>
            <TD>{actions ? <RoleSelect member={member} /> : <Badge>{roleWords[member.role][0]}</Badge>}</TD>
            <TD className="text-muted">{roleWords[member.role][1]}</TD>
            <TD className="text-muted">
              <Time at={member.since} />
            </TD>
            {actions && (
              <TD end>
                <MemberButtons member={member} {...actions} />
              </TD>
            )}
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

function MemberButtons({ member, onRemove, onReset }: MemberActions & { member: Member }) {
  return (
    <>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={`Make a link for a new password of ${member.name}`}
        title="Link for a new password"
        onClick={() => onReset(member)}
      >
        <KeyRound aria-hidden className="size-3.5" />
      </Button>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={`Remove ${member.name}`}
        title="Remove"
        onClick={() => onRemove(member)}
      >
        <UserMinus aria-hidden className="size-3.5" />
      </Button>
    </>
  );
}

/** Changes the role at once; the toast takes it back. */
function RoleSelect({ member }: { member: Member }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const change = useMutation({
    mutationFn: (role: MembershipRole) => api.send("PATCH", portalRoutes.member(member.id), memberSchema, { role }),
    onSuccess: (now, role) => {
      if (role === member.role) toast.success(`${now.name} is ${roleWords[role][0].toLowerCase()} again`);
      else
        toast.success(`${now.name} is ${roleWords[role][0].toLowerCase()} now`, {
          action: { label: "Undo", onClick: () => change.mutate(member.role) },
        });
    },
    onError: (error) => toast.error("The role was not changed", { description: error.message }),
    onSettled: () => cache.invalidateQueries({ queryKey: key(portalRoutes.members()) }),
  });
  return (
    <Select
      aria-label={`Role of ${member.name}`}
      className="w-32"
      value={member.role}
      options={roleOptions}
      disabled={change.isPending}
      onValueChange={(role) => role !== member.role && change.mutate(membershipRoleSchema.parse(role))}
    />
  );
}
