"use client";
import { Detail, DetailList } from "../detail-list";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Notice } from "../ui/notice";
import type { CreatedToken } from "./token-kind";

interface ShownTokenProps {
  token: CreatedToken;
  onClose: () => void;
}

/** The one time that a token is on screen. Nothing but its button closes it. */
export function ShownToken({ token, onClose }: ShownTokenProps) {
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      title={`${token.name} is created`}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have copied the token
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Notice tone="warning" title="Copy the token now">
          Only its hash is kept: it cannot be shown again. If it is lost, revoke it and create another.
        </Notice>
        <DetailList>
          <Detail name="Access token" copy={token.token}>
            <span className="font-mono text-xs break-all">{token.token}</span>
          </Detail>
          <Detail name="Scopes">
            <span className="font-mono text-xs">{token.scopes.join(" ")}</span>
          </Detail>
        </DetailList>
      </div>
    </Dialog>
  );
}
