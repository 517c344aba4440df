"use client";
import { portalRoutes } from "@annex/contract";
import { useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { PasswordDialog } from "./password-dialog";

/** Turns the authenticator app off for who knows the password. Mount it while it is open. */
export function RemoveTotp({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  return (
    <PasswordDialog
      title="Turn off the authenticator app"
      description="Your recovery codes are worth nothing then."
      verb="Turn off"
      variant="danger"
      failure="It was not turned off"
      send={(password) => api.send("DELETE", portalRoutes.totp(), z.undefined(), { password })}
      onSent={() => {
        toast.success("The authenticator app is off", { description: "The password alone signs you in." });
        void cache.invalidateQueries({ queryKey: key(portalRoutes.account()) });
        onClose();
      }}
      onClose={onClose}
    />
  );
}
