import { AppError } from "@annex/contract";

/** Where a report's columns stand. Its two formats name the same columns in two ways. */
export interface ReportColumns {
  readonly names: readonly string[];
  readonly month: number;
  readonly until: number | null;
  readonly lineType: number;
  readonly service: number;
  readonly usageType: number;
  readonly amount: number;
  readonly cost: number;
  readonly currency: number;
  readonly resource: number | null;
  /** A column for each tag (legacy), or one with a map of them (CUR 2.0); null where the report has neither. */
  readonly tags: { readonly tenant: number | null; readonly function: number | null } | { readonly map: number } | null;
}

// https://docs.aws.amazon.com/cur/latest/userguide/data-dictionary.html and …/table-dictionary-cur2.html
const legacy = {
  month: "bill/BillingPeriodStartDate",
  until: "lineItem/UsageEndDate",
  lineType: "lineItem/LineItemType",
  service: "lineItem/ProductCode",
  usageType: "lineItem/UsageType",
  amount: "lineItem/UsageAmount",
  cost: "lineItem/UnblendedCost",
  currency: "lineItem/CurrencyCode",
  resource: "lineItem/ResourceId",
} as const;
type Named = Readonly<Record<keyof typeof legacy, string>>;

const second: Named = {
  month: "bill_billing_period_start_date",
  until: "line_item_usage_end_date",
  lineType: "line_item_line_item_type",
  service: "line_item_product_code",
  usageType: "line_item_usage_type",
  amount: "line_item_usage_amount",
  cost: "line_item_unblended_cost",
  currency: "line_item_currency_code",
  resource: "line_item_resource_id",
};

const perTag = {
  tenant: ["resourceTags/user:tenant", "resource_tags_user_tenant"],
  function: ["resourceTags/user:function", "resource_tags_user_function"],
} as const;

function tagsOf(at: ReadonlyMap<string, number>): ReportColumns["tags"] {
  const first = (names: readonly string[]) => names.map((name) => at.get(name)).find((index) => index !== undefined);
  const tenant = first(perTag.tenant);
  const ofFunction = first(perTag.function);
  if (tenant !== undefined || ofFunction !== undefined) return { tenant: tenant ?? null, function: ofFunction ?? null };
  // `tags` holds resources' tags and others; where a query chose only one of the two, either will do
  const map = first(["resource_tags", "tags"]);
  return map === undefined ? null : { map };
}

/** Finds the columns in a heading row. @throws AppError `invalid_request` that names a column that is not there. */
export function reportColumns(names: readonly string[]): ReportColumns {
  const at = new Map(names.map((name, index) => [name, index]));
  const known: Named = at.has(legacy.cost) || at.has(legacy.month) || at.has(legacy.usageType) ? legacy : second;
  const missing = Object.entries(known).filter(
    ([what, name]) => what !== "until" && what !== "resource" && !at.has(name),
  );
  const [first] = missing;
  if (first && missing.length >= 7)
    throw new AppError(
      "invalid_request",
      `This is no cost-and-usage report: its first row has neither ${legacy.cost} nor ${second.cost}. Choose a report's .csv or .csv.gz.`,
    );
  if (first)
    throw new AppError(
      "invalid_request",
      `Row 1: the column ${missing.map(([, name]) => name).join(", ")} is missing. Let the export select it.`,
    );
  const of = (what: keyof Named) => at.get(known[what]) ?? -1;
  return {
    names,
    month: of("month"),
    lineType: of("lineType"),
    service: of("service"),
    usageType: of("usageType"),
    amount: of("amount"),
    cost: of("cost"),
    currency: of("currency"),
    until: at.get(known.until) ?? null,
    resource: at.get(known.resource) ?? null,
    tags: tagsOf(at),
  };
}
