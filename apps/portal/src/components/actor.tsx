import { formatActor } from "@/format/actor";

/** Who did something: a person, an operator who acted for one, an API client, a function, or the platform itself. */
export function Actor({ actor }: { actor: string }) {
  return <span title={actor}>{formatActor(actor)}</span>;
}
