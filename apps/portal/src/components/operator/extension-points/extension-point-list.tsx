"use client";
import { extensionPointSchema, portalRoutes } from "@annex/contract";
import { Plug, Plus } from "lucide-react";
import Link from "next/link";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Page } from "../../ui/page";
import { Skeleton } from "../../ui/skeleton";
import { ExtensionPointCard } from "./extension-point-card";

function CreateLink() {
  return (
    <Button asChild variant="primary">
      <Link href="/operator/extension-points/new">
        <Plus aria-hidden className="size-4" />
        Create extension point
      </Link>
    </Button>
  );
}

/** Every place in the product where tenant code may run. */
export function ExtensionPointList() {
  const points = useResource(portalRoutes.operator.extensionPoints(), z.array(extensionPointSchema));
  return (
    <Page
      title="Extension points"
      description="The places in the product where tenants' code may run, and what it may read and set there."
      actions={<CreateLink />}
    >
      {points.data ? (
        points.data.length === 0 ? (
          <EmptyState icon={<Plug />} title="No extension points yet" action={<CreateLink />}>
            An extension point is one line in the product that calls tenants' functions with a record's fields and takes
            fields back.
          </EmptyState>
        ) : (
          <div className="grid gap-4 lg:grid-cols-2">
            {points.data.map((point) => (
              <ExtensionPointCard
                key={point.id}
                point={point}
                action={
                  <Button asChild size="sm" variant="ghost">
                    <Link
                      href={`/operator/extension-points/${encodeURIComponent(point.key)}`}
                      aria-label={`Change ${point.key}`}
                    >
                      Change
                    </Link>
                  </Button>
                }
              />
            ))}
          </div>
        )
      ) : points.error ? (
        <ProblemNotice
          error={points.error}
          title="The extension points could not be loaded"
          onRetry={() => void points.refetch()}
        />
      ) : (
        <div role="status" aria-label="Loading extension points" className="grid gap-4 lg:grid-cols-2">
          <Skeleton className="h-64 rounded-md" />
          <Skeleton className="h-64 rounded-md" />
        </div>
      )}
    </Page>
  );
}
