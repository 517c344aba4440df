import { validRange } from "@renovatebot/pep440";
import { type MarkerVariables, parseMarker } from "./marker.ts";
import { normalise } from "./requirement-name.ts";

/** What one package needs of another: PEP 508. */
export interface Requirement {
  /** Normalised. */
  readonly name: string;
  /** Normalised. */
  readonly extras: readonly string[];
  /** Such as `>=2,<3`; empty takes any version. */
  readonly specifier: string;
  /** Whether it is needed where the variables have these values. */
  applies(variables: MarkerVariables): boolean;
}

const shape =
  /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(?:(@.*)|\(([^)]*)\)\s*|([^;@(]*))(?:;(.*))?$/s;

/** @throws Error in words that name the package, for what is not understood or not an index's (`name @ https://…`). */
export function parseRequirement(text: string): Requirement {
  const found = shape.exec(text);
  if (!found) throw new Error(`"${text.trim()}" is not understood`);
  const [, name = "", extras = "", address, inBrackets, plain, marker] = found;
  if (address !== undefined)
    throw new Error(`${name} is to come from an address (${address.slice(1).trim()}) and not from the package index`);
  const specifier = (inBrackets ?? plain ?? "").replaceAll(/\s+/g, "");
  if (specifier !== "" && !validRange(specifier))
    throw new Error(`the versions "${specifier}" of ${name} are not understood`);
  const applies = marker === undefined ? () => true : parseMarker(marker);
  const named = extras.split(",").map((extra) => normalise(extra.trim()));
  return { name: normalise(name), extras: named.filter((extra) => extra !== ""), specifier, applies };
}
