/** What sets the two apart and is no fault, and what is one. */
export function WhyTheyDiffer() {
  return (
    <details className="rounded-md border px-4 py-3 text-sm">
      <summary className="cursor-pointer font-medium">Why the two may differ</summary>
      <ul className="mt-2 flex max-w-3xl list-disc flex-col gap-1 pl-5 text-pretty text-muted">
        <li>
          CloudWatch is some minutes late, and the hour under way is not over: its last minutes differ until the next
          look.
        </li>
        <li>
          An invocation counts in the hour in which it began, there by Lambda's clock and here by the data plane's: at
          the turn of an hour, one may stand in the hour beside.
        </li>
        <li>
          The ledger has fewer: a call was given up or a data plane ended while the function ran. The row comes from
          Lambda's own report, minutes later for a function that is in use, within hours for any other.
        </li>
        <li>
          The ledger has fewer for good: somebody called the function past the platform, with rights of the account. The
          account's CloudTrail says who.
        </li>
        <li>
          Errors differ where a call was retried by the connection, or the function ended after its caller had left.
        </li>
        <li>
          Elsewhere is what no function of a tenant ran: builds and tests run in functions of the platform's own, and so
          does whatever else lives in the account, which should be nothing.
        </li>
      </ul>
    </details>
  );
}
