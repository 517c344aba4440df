"use client";
import { type MembershipRole, memberSchema, portalRoutes } from "@annex/contract";
import { Users } from "lucide-react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Badge } from "../ui/badge";
import { EmptyState } from "../ui/empty-state";
import { TableSkeleton } from "../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";

const roles: Readonly<Record<MembershipRole, readonly [string, string]>> = {
  owner: ["Owner", "Everything, API clients included"],
  developer: ["Developer", "Functions, bindings and credentials"],
  viewer: ["Viewer", "Looks, changes nothing"],
};

/** The tenant's people and what they may do. */
export function Members() {
  const members = useResource(portalRoutes.members(), z.array(memberSchema));
  if (members.isPending) return <TableSkeleton label="Loading members" />;
  if (!members.data)
    return (
      <ProblemNotice
        error={members.error}
        title="The members could not be loaded"
        onRetry={() => void members.refetch()}
      />
    );
  if (members.data.length === 0)
    return (
      <EmptyState icon={<Users aria-hidden />} title="No member">
        The product's operators add people to a tenant.
      </EmptyState>
    );
  return (
    <Table label="Members">
      <THead>
        <tr>
          <TH>Name</TH>
          <TH>E-mail</TH>
          <TH>Role</TH>
          <TH>May change</TH>
          <TH>Since</TH>
        </tr>
      </THead>
      <tbody>
        {members.data.map(({ email, name, role, since }) => (
          <TR key={email}>
            <TD className="font-medium">{name}</TD>
            <TD>{email}</TD>
            <TD>
              <Badge>{roles[role][0]}</Badge>
            </TD>
            <TD className="text-muted">{roles[role][1]}</TD>
            <TD className="text-muted">
              <Time at={since} />
            </TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}
