import type { CellStatus } from "@annex/contract";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatMs } from "@/format/units";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { CellCode, CellConcurrency } from "./cell-capacity";
import { CellState } from "./cell-state";
import { DeleteCell } from "./delete-cell";

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="truncate text-sm tabular-nums">{children}</dd>
    </div>
  );
}

const advice = {
  unreachable: "Its engine did not answer within a second. Functions in this cell cannot run; start the engine again.",
  unhealthy: "Its engine answers but is not well. Look at the engine's log.",
} as const;

/** One account for untrusted code: where it is, how it is, and what keeps tenants apart in it. */
export function CellCard({ cell, onSetUp }: { cell: CellStatus; onSetUp: () => void }) {
  const { health } = cell;
  const { state } = health;
  const ill = state === "unhealthy" || (state === "unreachable" && cell.endpoint !== null) ? advice[state] : null;
  return (
    <section aria-label={`Cell ${cell.name}`} className="flex min-w-0 flex-col gap-3 rounded-md border p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-base font-semibold">{cell.name}</h2>
        <CellState health={health} />
        {!cell.acceptsTenants && <Badge>takes no new tenants</Badge>}
        {cell.endpoint === null && (
          <div className="ml-auto flex gap-1">
            <Button size="sm" variant="ghost" onClick={onSetUp}>
              Set up
            </Button>
            {cell.tenants === 0 && cell.functions === 0 && <DeleteCell cell={cell} />}
          </div>
        )}
        {health.answeredMs !== null && (
          <span className="text-xs text-muted">answered in {formatMs(health.answeredMs)}</span>
        )}
      </div>
      {ill && <Notice tone="error">{ill}</Notice>}
      {cell.endpoint === null && cell.subnetIds.length === 0 && (
        <Notice tone="warning">It has no closed network yet. Set it up before tenants come.</Notice>
      )}
      <dl className="grid grid-cols-2 gap-3">
        <Fact name="Account">
          <span className="font-mono text-xs">{cell.accountId}</span>
        </Fact>
        <Fact name="Region">{cell.region}</Fact>
        <Fact name="Endpoint">
          {cell.endpoint === null ? "AWS" : <span className="font-mono text-xs">{cell.endpoint}</span>}
        </Fact>
        <Fact name="Tenants">{cell.tenants}</Fact>
        <Fact name="Functions">{cell.functions}</Fact>
        <Fact name="Concurrency">
          <CellConcurrency cell={cell} />
        </Fact>
        <Fact name="Code stored">
          <CellCode cell={cell} />
        </Fact>
      </dl>
      {health.isolation.length > 0 && (
        <div>
          <h3 className="text-xs text-muted">Isolation in force</h3>
          <ul className="mt-1 flex flex-wrap gap-1.5">
            {health.isolation.map((fact) => (
              <li key={fact} className="rounded-sm border px-1.5 py-0.5 text-xs break-words">
                {fact}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Link href={`/operator/cells/${cell.id}`} className="self-start text-sm underline underline-offset-2">
        CloudWatch beside the ledger
      </Link>
      {health.warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
    </section>
  );
}
