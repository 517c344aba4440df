"use client";
import type { TenantSummary } from "@annex/contract";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button";
import { Menu, MenuItem } from "../../ui/dropdown-menu";
import { CloseTenant } from "./close-tenant";
import { RenameTenant } from "./rename-tenant";

/** What is seldom done to a tenant. */
export function TenantMenu({ tenant }: { tenant: TenantSummary }) {
  const [open, setOpen] = useState<"rename" | "close" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button variant="ghost" size="icon-sm" aria-label={`More for ${tenant.name}`}>
            <Ellipsis aria-hidden className="size-4" />
          </Button>
        }
      >
        <MenuItem onSelect={() => setOpen("rename")}>Rename</MenuItem>
        <MenuItem danger disabled={tenant.removeAt !== null} onSelect={() => setOpen("close")}>
          Close tenant
        </MenuItem>
      </Menu>
      {open === "rename" && <RenameTenant tenant={tenant} onClose={close} />}
      {open === "close" && <CloseTenant tenant={tenant} onClose={close} />}
    </>
  );
}
