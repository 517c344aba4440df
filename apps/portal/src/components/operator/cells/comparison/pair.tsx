// to the last digit: a rounded number beside a difference of three tells nothing
const exact = (count: number) => count.toLocaleString("en");
const signed = (difference: number) => `${difference > 0 ? "+" : "−"}${exact(Math.abs(difference))}`;

/** CloudWatch's number, and how far the ledger's is from it where it is. */
export function Pair({ theirs, ours }: { theirs: number; ours: number }) {
  if (theirs === ours) return <>{exact(theirs)}</>;
  return (
    <span title={`CloudWatch ${theirs}, the ledger ${ours}`}>
      {exact(theirs)} <strong className="font-medium text-amber">{signed(ours - theirs)}</strong>
      <span className="sr-only">: the ledger has {ours}</span>
    </span>
  );
}
