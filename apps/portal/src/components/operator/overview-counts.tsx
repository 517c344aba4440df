import type { Overview } from "@annex/contract";
import { formatCount } from "@/format/units";
import { Figure, Figures } from "../ui/figures";

/** How many of what the platform holds. */
export function OverviewCounts({ overview }: { overview: Overview }) {
  const { tenants, suspendedTenants, functions, liveFunctions, deploymentsUnderway, failedDeployments } = overview;
  return (
    <Figures label="The platform">
      <Figure
        name="Tenants"
        value={formatCount(tenants)}
        note={suspendedTenants > 0 ? `${suspendedTenants} suspended` : undefined}
        tone="amber"
      />
      <Figure name="Functions" value={formatCount(functions)} note={`${formatCount(liveFunctions)} live`} />
      <Figure name="Deployments under way" value={formatCount(deploymentsUnderway)} />
      <Figure
        name="Failed deployments"
        value={formatCount(failedDeployments)}
        note={failedDeployments > 0 ? "in the range" : undefined}
        tone="red"
      />
    </Figures>
  );
}
