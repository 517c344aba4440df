import { formatCount } from "@/format/units";

const signed = (difference: number) => `${difference > 0 ? "+" : "−"}${formatCount(Math.abs(difference))}`;

/** CloudWatch's number, and how far the ledger's is from it where it is. */
export function Pair({ theirs, ours }: { theirs: number; ours: number }) {
  if (theirs === ours) return <>{formatCount(theirs)}</>;
  return (
    <span title={`CloudWatch ${theirs}, the ledger ${ours}`}>
      {formatCount(theirs)} <strong className="font-medium text-amber">{signed(ours - theirs)}</strong>
      <span className="sr-only">: the ledger has {ours}</span>
    </span>
  );
}
