import type { ComparedCost } from "@annex/contract";
import { signedUsd } from "../money";

const percent = new Intl.NumberFormat("en", { style: "percent", signDisplay: "exceptZero", maximumFractionDigits: 1 });
const most = 10;

/** `+12.5%`; of ten times the estimate and more the exact share tells nothing. */
export const differenceShare = (share: number) => (share >= most ? "> +1,000%" : percent.format(share));

const notable = 0.1;
const smallestUsd = 0.01;

/** Whether the two are further apart than the price list's rounding and late lines explain. */
export function isNotable({ differenceUsd, differenceShare }: Pick<ComparedCost, "differenceUsd" | "differenceShare">) {
  return Math.abs(differenceUsd) >= smallestUsd && (differenceShare === null || Math.abs(differenceShare) >= notable);
}

interface DifferenceProps {
  row: Pick<ComparedCost, "differenceUsd" | "differenceShare">;
  /** Beside the money, how much of the estimate it is. */
  withShare?: boolean;
}

/** How much more (+) or less (−) the bill is. */
export function Difference({ row, withShare = false }: DifferenceProps) {
  const { differenceUsd: usd, differenceShare: share } = row;
  if (usd === 0) return <>$0.00</>;
  return (
    <span className={isNotable(row) ? "font-medium text-amber" : undefined} title={`USD ${usd.toFixed(9)}`}>
      {usd > 0 ? "+" : ""}
      {signedUsd(usd)}
      {withShare && share !== null && (
        <span className="ml-1.5 text-xs whitespace-nowrap">{differenceShare(share)}</span>
      )}
    </span>
  );
}
