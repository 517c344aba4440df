"use client";
import { type Package, type PackageTypes, packageTypesSchema, portalRoutes } from "@annex/contract";
import { useQuery } from "@tanstack/react-query";
import { useApi, useResourceKey } from "@/client/api-provider";
import type { DraftStore } from "./draft-store";

const waitSeconds = 20;
const mostWaits = 6;

interface Wanted {
  readonly functionName: string;
  readonly packages: readonly Package[];
  readonly store: DraftStore;
}

/** The types that the draft's packages bring along: asked for when the packages change, and kept for as long as they do not. */
export function usePackageTypes({ functionName, packages, store }: Wanted): PackageTypes | undefined {
  const api = useApi();
  const keyOf = useResourceKey();
  const path = portalRoutes.packageTypes(functionName);
  const named = packages.map(({ name, version }) => `${name}@${version}`).join(" ");
  const types = useQuery({
    queryKey: [...keyOf(path), named],
    enabled: packages.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: async ({ signal }) => {
      await store.flush(); // the server knows the packages of the draft that is saved
      const known = await api.get(path, packageTypesSchema, {}, signal);
      if (known.state === "done") return known;
      await api.send("POST", path, packageTypesSchema, undefined, signal);
      for (let n = 0; n < mostWaits; n++) {
        const found = await api.get(path, packageTypesSchema, { wait: waitSeconds }, signal);
        if (found.state !== "queued") return found;
      }
      return known;
    },
  });
  return types.data;
}
