/** What sets estimate and bill apart and is no fault, and what is one. */
export function WhyTheyDiffer() {
  return (
    <details className="rounded-md border px-4 py-3 text-sm">
      <summary className="cursor-pointer font-medium">Why the two may differ</summary>
      <ul className="mt-2 flex max-w-3xl list-disc flex-col gap-1 pl-5 text-pretty text-muted">
        <li>The bill is less: the free tier and the tiers beyond the first lower the price of a whole account.</li>
        <li>
          The bill is less in the month under way: AWS writes a report about once a day, the estimate is seconds old.
        </li>
        <li>The bill is nothing: the tenant is placed in an embedded cell, which AWS does not know of.</li>
        <li>
          The bill is more: somebody invoked the function past the platform. CloudWatch beside the ledger, on the
          cell&apos;s page, says when.
        </li>
        <li>
          No tag: the platform&apos;s own builds and test runs; or <code>tenant</code> and <code>function</code> are no
          cost allocation tags of the billing account yet. They hold from the day on which they are activated.
        </li>
        <li>
          Not ours: the tag names a tenant or function that the platform does not have. It was deleted, or something
          else in the account wears the tag.
        </li>
        <li>
          Compared is usage of Lambda&apos;s requests and GB-seconds at its unblended price. Other usage (data transfer,
          logs, storage), credits, discounts and tax stand apart.
        </li>
      </ul>
    </details>
  );
}
