import { formatUsd } from "@/format/units";

/** `−$1.20` for less than nothing. */
export const signedUsd = (usd: number) => `${usd < 0 ? "−" : ""}${formatUsd(Math.abs(usd))}`;

/** What is left of a price; red where nothing is, an en dash where the price is not known. */
export function Margin({ usd }: { usd: number | null }) {
  if (usd === null) return <>–</>;
  return (
    <span className={usd < 0 ? "text-red" : undefined} title={`USD ${usd.toFixed(9)}`}>
      {signedUsd(usd)}
    </span>
  );
}
