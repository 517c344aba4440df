import { portalRoutes } from "@annex/contract";

/** Whose page it is: a tenant's (its slug), or the operators' (null). */
export type LayerOwner = string | null;

/** The API's paths for layers on this side. */
export function layerRoutes(owner: LayerOwner) {
  return owner === null ? portalRoutes.operator : portalRoutes;
}

/** Where the pages of layers are on this side. */
export function layersPage(owner: LayerOwner): string {
  return owner === null ? "/operator/layers" : `/t/${owner}/layers`;
}
