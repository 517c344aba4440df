"use client";
import { bindingSchema, extensionPointSchema, portalRoutes } from "@annex/contract";
import { Plug } from "lucide-react";
import Link from "next/link";
import { z } from "zod";
import { useResource, useTenant } from "@/client/api-provider";
import { CallIt } from "../calling/call-it";
import { ExtensionPointCard } from "../operator/extension-points/extension-point-card";
import { ProblemNotice } from "../problem-notice";
import { useCommands } from "../shell/commands";
import { EmptyState } from "../ui/empty-state";
import { Page } from "../ui/page";
import { Skeleton } from "../ui/skeleton";
import { BindingList } from "./binding-list";

function Loading() {
  return (
    <div role="status" aria-label="Loading extension points" className="grid gap-4 lg:grid-cols-2">
      <Skeleton className="h-80 rounded-md" />
      <Skeleton className="h-80 rounded-md" />
    </div>
  );
}

/** Where the tenant's functions may run, with the contract, and which of them do. */
export function ExtensionPointPage() {
  const tenant = useTenant();
  const points = useResource(portalRoutes.extensionPoints(), z.array(extensionPointSchema));
  const bindings = useResource(portalRoutes.bindings(), z.array(bindingSchema), { refetchInterval: 10_000 });
  useCommands(
    (points.data ?? []).map(({ key }) => ({
      id: `extension-point:${key}`,
      label: `Show ${key}`,
      group: "Page",
      run: () => document.getElementById(key)?.scrollIntoView({ block: "start" }),
    })),
  );
  const error = points.error ?? bindings.error;
  const retry = () => void Promise.all([points.refetch(), bindings.refetch()]);
  return (
    <Page
      title="Extension points"
      description="The places in the product where your functions can run, what they may read and set there, and in which order."
    >
      {points.data && bindings.data ? (
        points.data.length === 0 ? (
          <EmptyState
            icon={<Plug aria-hidden />}
            title="No extension point yet"
            link={
              <Link href={`/t/${tenant}/functions`} className="text-accent-text underline">
                Go to your functions
              </Link>
            }
          >
            The product's operators declare the places where functions can run. Ask them for the one that you need;
            meanwhile a function can be called by its name.
          </EmptyState>
        ) : (
          <div className="grid items-start gap-4 lg:grid-cols-2">
            {points.data.map((point) => (
              <div key={point.id} id={point.key} className="flex min-w-0 scroll-mt-4 flex-col">
                <ExtensionPointCard point={point}>
                  <BindingList
                    point={point}
                    bindings={bindings.data.filter(({ extensionPointKey }) => extensionPointKey === point.key)}
                  />
                  <details>
                    <summary className="cursor-pointer text-sm text-accent-text">How the product calls it</summary>
                    <div className="pt-2">
                      <CallIt callee={{ kind: "extension-point", name: point.key }} inputs={point.inputs} />
                    </div>
                  </details>
                </ExtensionPointCard>
              </div>
            ))}
          </div>
        )
      ) : error ? (
        <ProblemNotice error={error} title="The extension points could not be loaded" onRetry={retry} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}
