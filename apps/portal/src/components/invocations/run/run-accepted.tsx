import type { InvocationDetail } from "@annex/contract";
import { Detail, DetailList } from "../../detail-list";
import { Badge, type Tone } from "../../ui/badge";
import { Time } from "../../ui/time";

type Accepted = NonNullable<InvocationDetail["accepted"]>;

const states: Readonly<Record<Accepted["state"], readonly [Tone, string]>> = {
  queued: ["neutral", "Waits for its next run"],
  running: ["accent", "Runs now"],
  held: ["amber", "Held: the tenant is suspended"],
  done: ["green", "Done"],
  dead: ["red", "Given up: a dead letter"],
  cancelled: ["neutral", "Cancelled"],
};
const deliveryTones = { pending: "neutral", delivered: "green", failed: "red", held: "amber" } as const;

/** How an invocation that nobody waited for is going: its attempts, and who was told. */
export function RunAccepted({ accepted, attempt }: { accepted: Accepted; attempt: number | null }) {
  const [tone, word] = states[accepted.state];
  return (
    <DetailList>
      <Detail name="State">
        <Badge tone={tone} dot={accepted.state === "running" ? "live" : true}>
          {word}
        </Badge>
      </Detail>
      <Detail name="Attempts">
        {attempt === null ? accepted.attempts : `This is attempt ${attempt} of ${accepted.attempts} so far`}
      </Detail>
      <Detail name="Accepted">
        <Time at={accepted.acceptedAt} />
      </Detail>
      {accepted.dueAt && (
        <Detail name="Next run">
          <Time at={accepted.dueAt} />
        </Detail>
      )}
      {accepted.finishedAt && (
        <Detail name="Finished">
          <Time at={accepted.finishedAt} />
        </Detail>
      )}
      {accepted.deliveries.map(({ webhook, state, attempts, status, error, createdAt }) => (
        <Detail key={`${webhook} ${createdAt}`} name="Webhook">
          <span className="flex flex-wrap items-center gap-2">
            {webhook}
            <Badge tone={deliveryTones[state]}>{state}</Badge>
            <span className="text-xs text-muted">
              {[`${attempts} ${attempts === 1 ? "try" : "tries"}`, status, error].filter(Boolean).join(", ")}
            </span>
          </span>
        </Detail>
      ))}
    </DetailList>
  );
}
