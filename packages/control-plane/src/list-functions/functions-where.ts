import type { FunctionQuery, FunctionSummary } from "@annex/contract";
import { Prisma } from "@annex/db";
import { underway } from "../deployment/underway.ts";

const states = Prisma.join(underway.map((state) => Prisma.sql`${state}::deployment_state`));
const deployed = Prisma.sql`EXISTS (SELECT FROM deployments d WHERE d.function_id = f.id)`;
const deploying = Prisma.sql`EXISTS (SELECT FROM deployments d WHERE d.function_id = f.id AND d.state IN (${states}))`;

/** What a function's state means for its row; see `stateOf`. */
const isIn: Record<FunctionSummary["state"], Prisma.Sql> = {
  active: Prisma.sql`f.live_release_id IS NOT NULL`,
  draft: Prisma.sql`f.live_release_id IS NULL AND NOT ${deployed}`,
  deploying: Prisma.sql`f.live_release_id IS NULL AND ${deploying}`,
  failed: Prisma.sql`f.live_release_id IS NULL AND ${deployed} AND NOT ${deploying}`,
};

/** `%` and `_` of what was typed are letters. */
const like = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** The functions (as `f`) that a query asks for; none that is in the bin. */
export function functionsWhere({ search, state, extensionPoint, cursor }: FunctionQuery): Prisma.Sql {
  const text = like(search ?? "");
  return Prisma.join(
    [
      Prisma.sql`f.deleted_at IS NULL`,
      ...(search ? [Prisma.sql`(f.name ILIKE ${text} OR f.description ILIKE ${text})`] : []),
      ...(state ? [isIn[state]] : []),
      ...(cursor === undefined ? [] : [Prisma.sql`f.name > ${cursor}`]),
      ...(extensionPoint
        ? [
            Prisma.sql`EXISTS (SELECT FROM bindings b JOIN extension_points e ON e.id = b.extension_point_id
              WHERE b.function_id = f.id AND b.enabled AND e.key = ${extensionPoint})`,
          ]
        : []),
    ],
    " AND ",
  );
}
