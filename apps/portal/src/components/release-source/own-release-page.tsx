"use client";
import { portalRoutes, releaseDetailSchema } from "@annex/contract";
import Link from "next/link";
import { useResource, useTenant } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { Button } from "../ui/button";
import { ReleaseSourcePage } from "./release-source-page";

/** The code of a release of the own tenant. */
export function OwnReleasePage({ name, number }: { name: string; number: number }) {
  const tenant = useTenant();
  const [file] = useUrlState("file", "");
  const { data, error, refetch } = useResource(portalRoutes.release(name, number), releaseDetailSchema);
  const draft = `/t/${tenant}/functions/${name}${file ? `?file=${encodeURIComponent(file)}` : ""}`;
  return (
    <ReleaseSourcePage
      release={data && { ...data, functionName: name, source: data.content.source }}
      title={`${name}, release ${number}`}
      allHref={`/t/${tenant}/functions/${name}?tab=releases`}
      error={error}
      onRetry={() => void refetch()}
      actions={
        <Button asChild size="sm">
          <Link href={draft}>Open the draft here</Link>
        </Button>
      }
    />
  );
}
