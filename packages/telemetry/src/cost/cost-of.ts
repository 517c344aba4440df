import { type PriceList, priceLists } from "./lambda-prices.ts";

export interface Billed {
  readonly region: string;
  readonly architecture: "x86_64" | "arm64";
  readonly at: Date;
  /** Null where Lambda was never reached, or told nothing: then the request alone is paid. */
  readonly billedMs: number | null;
  readonly memoryMb: number | null;
}

const begins = new Map<PriceList, number>(priceLists.map((list) => [list, Date.parse(list.from)]));

function listOf(at: Date): PriceList {
  return priceLists.find((list) => (begins.get(list) ?? 0) <= at.getTime()) ?? priceLists[0];
}

/** What Lambda asks for in a region on a day, in US dollars. */
export function pricesOf({ region, architecture, at }: Pick<Billed, "region" | "architecture" | "at">) {
  const { regions, standard } = listOf(at);
  const { requestPicoUsd, gbMsPicoUsd } = regions[region] ?? standard;
  return { requestUsd: requestPicoUsd / 1e12, gbSecondUsd: (gbMsPicoUsd[architecture] * 1000) / 1e12 };
}

/** What one invocation costs by the price list of its day, in whole picodollars. */
export function costOf({ region, architecture, at, billedMs, memoryMb }: Billed): number {
  const { regions, standard } = listOf(at);
  const { requestPicoUsd, gbMsPicoUsd } = regions[region] ?? standard;
  return requestPicoUsd + Math.round((((billedMs ?? 0) * (memoryMb ?? 0)) / 1024) * gbMsPicoUsd[architecture]);
}
