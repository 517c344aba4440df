"use client";
import { portalRoutes, supportAccessSchema } from "@annex/contract";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useApi } from "@/client/api-provider";
import { formatExact } from "@/format/time";
import type { SessionUser } from "@/server/session-user";
import { Button } from "../ui/button";

type Access = SessionUser["access"][number];

const leave = (tenantId: string) => window.location.assign(`/operator/tenants/${tenantId}`);

/** On every page of a tenant in which an operator acts: by whose consent, as what, until when, and the way out. */
export function ActingBanner({ access }: { access: Access }) {
  const { id, tenantId, name, role, grantedBy, expiresAt } = access;
  const api = useApi();
  const end = useMutation({
    mutationFn: () => api.send("DELETE", portalRoutes.operator.supportAccess(id), supportAccessSchema),
    // whether it was ended just now, or by the owner before: it is over
    onSettled: () => leave(tenantId),
  });
  useEffect(() => {
    const timer = setTimeout(() => leave(tenantId), Math.max(0, Date.parse(expiresAt) - Date.now()));
    return () => clearTimeout(timer);
  }, [expiresAt, tenantId]);
  return (
    <section
      aria-label="Support access"
      className="sticky top-0 z-20 flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-amber/40 bg-amber-soft px-4 py-2 text-sm md:px-6"
    >
      <p className="min-w-0 flex-1 basis-60">
        <strong className="font-semibold">
          You act in {name} as a {role}
        </strong>
        , by the consent of {grantedBy}, until <time dateTime={expiresAt}>{formatExact(expiresAt)}</time>. What you do
        is in the tenant's audit trail, with both your names.
      </p>
      <Button size="sm" busy={end.isPending} onClick={() => end.mutate()}>
        End access
      </Button>
    </section>
  );
}
