/** What Lambda asks for in one region. Picodollars: millionths of a millionth of a US dollar. */
export interface LambdaPrice {
  readonly requestPicoUsd: number;
  /** For one gigabyte (1,024 MB) during one millisecond, in the first tier. */
  readonly gbMsPicoUsd: { readonly x86_64: number; readonly arm64: number };
}

export interface PriceList {
  /** The day from which these prices are used. */
  readonly from: string;
  readonly source: string;
  /** The publication of AWS's price list that they were compared with last. */
  readonly published: string;
  /** Those that differ from `standard`. */
  readonly regions: Readonly<Record<string, LambdaPrice>>;
  readonly standard: LambdaPrice;
}

/** Dollars for a million requests, and for a GB-second of each architecture, as AWS publishes them. */
function price(requestsUsd: number, x86Usd: number, armUsd: number): LambdaPrice {
  const gbMs = (usd: number) => Math.round(usd * 1e10) / 10;
  return {
    requestPicoUsd: Math.round(requestsUsd * 1e6),
    gbMsPicoUsd: { x86_64: gbMs(x86Usd), arm64: gbMs(armUsd) },
  };
}

/**
 * Lambda's prices, newest first; in the first tier, without the free tier, provisioned concurrency, storage beyond 512
 * MB and data transfer. A new price is a new entry, so that what was recorded keeps the price of its day.
 */
export const priceLists: readonly [PriceList, ...PriceList[]] = [
  {
    from: "2023-08-01",
    source: "https://aws.amazon.com/lambda/pricing/ (AWS Price List, offer AWSLambda)",
    published: "2026-09-19",
    regions: {
      "af-south-1": price(0.27, 0.000_022_1, 0.000_017_68),
      "ap-east-1": price(0.28, 0.000_022_92, 0.000_018_3),
      "eu-central-2": price(0.22, 0.000_018_333_4, 0.000_014_666_7),
      "eu-south-1": price(0.23, 0.000_019_517_2, 0.000_015_613_8),
      "il-central-1": price(0.21, 0.000_017_5, 0.000_014),
      "me-central-1": price(0.25, 0.000_020_666_7, 0.000_016_533_4),
      "me-south-1": price(0.25, 0.000_020_666_7, 0.000_016_533_4),
    },
    standard: price(0.2, 0.000_016_666_7, 0.000_013_333_4),
  },
];
