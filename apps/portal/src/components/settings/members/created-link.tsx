"use client";
import type { ReactNode } from "react";
import { formatExact } from "@/format/time";
import { Detail, DetailList } from "../../detail-list";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";

interface CreatedLinkProps {
  title: string;
  /** Null where it is nobody's to see but the receiver's. */
  link: string | null;
  expiresAt: string;
  children: ReactNode;
  onClose: () => void;
}

/** The one time that a link is on screen. Nothing but its button closes it. */
export function CreatedLink({ title, link, expiresAt, children, onClose }: CreatedLinkProps) {
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      title={title}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-sm text-muted">{children}</p>
        <DetailList>
          {link !== null && (
            <Detail name="Link" copy={link}>
              <span className="font-mono text-xs break-all">{link}</span>
            </Detail>
          )}
          <Detail name="Works until">{formatExact(expiresAt)}</Detail>
        </DetailList>
      </div>
    </Dialog>
  );
}
