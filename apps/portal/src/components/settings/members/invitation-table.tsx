"use client";
import { type Invitation, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { Actor } from "../../actor";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";
import { roleWords } from "./role-words";

interface InvitationTableProps {
  invitations: readonly Invitation[];
  isOwner: boolean;
}

/** Who is invited and has not come yet. */
export function InvitationTable({ invitations, isOwner }: InvitationTableProps) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const revoke = useMutation({
    mutationFn: ({ id }: Invitation) => api.send("DELETE", portalRoutes.invitation(id), z.undefined()),
    onSuccess: (_, { email }) =>
      toast.success(`The invitation of ${email} is revoked`, { description: "Its link no longer works." }),
    onError: (error) => toast.error("The invitation was not revoked", { description: error.message }),
    onSettled: () => cache.invalidateQueries({ queryKey: key(portalRoutes.invitations()) }),
  });
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-base font-semibold">Invited</h2>
      <Table label="Invitations">
        <THead>
          <tr>
            <TH>E-mail</TH>
            <TH>Role</TH>
            <TH>Invited by</TH>
            <TH>Invited</TH>
            <TH>Expires</TH>
            {isOwner && (
              <TH>
                <span className="sr-only">Actions</span>
              </TH>
            )}
          </tr>
        </THead>
        <tbody>
          {invitations.map((invitation) => (
            <TR key={invitation.id}>
              <TD className="font-medium">{invitation.email}</TD>
              <TD>
                <Badge>{roleWords[invitation.role][0]}</Badge>
              </TD>
              <TD className="text-muted">
                <Actor actor={invitation.createdBy} />
              </TD>
              <TD className="text-muted">
                <Time at={invitation.createdAt} />
              </TD>
              <TD className="text-muted">
                <Time at={invitation.expiresAt} />
              </TD>
              {isOwner && (
                <TD end>
                  <Button
                    variant="danger"
                    size="sm"
                    aria-label={`Revoke the invitation of ${invitation.email}`}
                    onClick={() => revoke.mutate(invitation)}
                  >
                    Revoke
                  </Button>
                </TD>
              )}
            </TR>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
