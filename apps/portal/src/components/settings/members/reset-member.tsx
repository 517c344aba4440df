"use client";
import { type CreatedPasswordReset, createdPasswordResetSchema, type Member, portalRoutes } from "@annex/contract";
import { useMutation } from "@tanstack/react-query";
import { useApi } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";

interface ResetMemberProps {
  member: Member;
  /** Where it is posted: the own tenant's member, or for an operator any person. */
  path?: string;
  onCreated: (reset: CreatedPasswordReset) => void;
  onClose: () => void;
}

/** Makes a link with which a person sets a new password. Nothing changes until it is used. */
export function ResetMember({ member, path, onCreated, onClose }: ResetMemberProps) {
  const api = useApi();
  const to = path ?? portalRoutes.memberPasswordReset(member.id);
  const make = useMutation({
    mutationFn: () => api.send("POST", to, createdPasswordResetSchema),
    onSuccess: (reset) => {
      onClose();
      onCreated(reset);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size="sm"
      title={`New password for ${member.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={make.isPending} onClick={() => make.mutate()}>
            Make link
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {make.error && <ProblemNotice error={make.error} title="No link was made" />}
        <p className="text-sm text-muted">
          {member.email} gets an e-mail with a link that works once, for a day. Until it is used the old password stays
          good; then every session of the person ends.
        </p>
      </div>
    </Dialog>
  );
}
