import { afterAll, beforeAll, expect } from "vitest";
import type { PortalApi } from "./start-portal-api";

/** The rows of everything, before the tests of a suite and after: what is refused writes nothing. */
export function writesNothing(api: () => PortalApi): void {
  let before: Record<string, string>;
  beforeAll(async () => {
    before = await api().snapshot();
  });
  afterAll(async () => expect(await api().snapshot()).toEqual(before));
}
