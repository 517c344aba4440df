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
  readonly regions: Readonly<Record<string, LambdaPrice>>;
  /** For a region that the list does not name. */
  readonly standard: LambdaPrice;
}

const standard: LambdaPrice = { requestPicoUsd: 200_000, gbMsPicoUsd: { x86_64: 16_666.7, arm64: 13_333.4 } };
const standardRegions = [
  "us-east-1",
  "us-east-2",
  "us-west-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-central-1",
  "eu-north-1",
  "ap-south-1",
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
];

/**
 * Lambda's prices, newest first: USD 0.20 for a million requests, USD 0.0000166667 (x86) and 0.0000133334 (arm64) for
 * a GB-second. A new price is a new entry, so that what was recorded keeps the price of its day.
 */
export const priceLists: readonly [PriceList, ...PriceList[]] = [
  {
    from: "2023-08-01",
    source: "https://aws.amazon.com/lambda/pricing/",
    regions: Object.fromEntries(standardRegions.map((region) => [region, standard])),
    standard,
  },
];
