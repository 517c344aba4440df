"use client";
import {
  type CreatedInvitation,
  createdInvitationSchema,
  type MembershipRole,
  membershipRoleSchema,
  portalRoutes,
} from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldError } from "@/client/api-error";
import { useApi, useResourceKey } from "@/client/api-provider";
import { RefusalNotice } from "../../refusal-notice";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { roleOptions, roleWords } from "./role-words";

const lifetimes = [1, 7, 30].map((days) => ({ value: String(days), label: days === 1 ? "1 day" : `${days} days` }));

interface InviteMemberProps {
  /** Where it is posted: the own tenant's invitations, or for an operator another one's. */
  path?: string;
  onCreated: (invitation: CreatedInvitation) => void;
  onClose: () => void;
}

/** Asks whom to invite, as what and for how long. Mount it while it is open. */
export function InviteMember({ path = portalRoutes.invitations(), onCreated, onClose }: InviteMemberProps) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<MembershipRole>("developer");
  const [days, setDays] = useState("7");
  const invite = useMutation({
    mutationFn: () => api.send("POST", path, createdInvitationSchema, { email, role, expiresInDays: Number(days) }),
    onSuccess: (created) => {
      void cache.invalidateQueries({ queryKey: key(portalRoutes.invitations()) });
      onClose();
      onCreated(created);
    },
  });
  const emailError = fieldError(invite.error, "email");
  return (
    <FormDialog
      size="sm"
      title="Invite member"
      description="The person gets an e-mail with a link, sets a password and is a member."
      verb="Invite"
      noValidate
      busy={invite.isPending}
      onSubmit={() => invite.mutate()}
      onClose={onClose}
    >
      <RefusalNotice error={invite.error} at={["email"]} title="Nobody was invited" />
      <Field label="E-mail" error={emailError}>
        {(control) => (
          <Input
            {...control}
            type="email"
            required
            maxLength={254}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label="Role" hint={`${roleWords[role][1]}.`}>
        {(control) => (
          <Select
            {...control}
            value={role}
            options={roleOptions}
            onValueChange={(chosen) => setRole(membershipRoleSchema.parse(chosen))}
          />
        )}
      </Field>
      <Field label="The link works for">
        {(control) => <Select {...control} value={days} options={lifetimes} onValueChange={setDays} />}
      </Field>
    </FormDialog>
  );
}
