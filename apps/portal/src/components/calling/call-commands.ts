import type { Field, FieldType } from "@annex/contract";
import type { Addresses } from "@/client/addresses";

/** What is called: a function by its name, or whatever is bound at an extension point. */
export type Callee =
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "extension-point"; readonly name: string };

const samples: Readonly<Record<FieldType, unknown>> = {
  string: "example",
  number: 12.5,
  integer: 1,
  boolean: true,
  date: "2026-01-31",
  json: {},
};

/** Single quotes of a shell: nothing within is read but the quote itself. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function pathOf({ kind, name }: Callee): string {
  return `/v1/${kind === "function" ? "functions" : "extension-points"}/${name}/invocations`;
}

/**
 * The commands that get a token and call, for a POSIX shell with curl. The client's ID and secret are variables, so that
 * no secret is in them.
 */
export function callCommands(addresses: Addresses, callee: Callee, inputs: readonly Field[]): string {
  const fields = Object.fromEntries(inputs.map(({ path, type }) => [path, samples[type]]));
  return [
    `TOKEN=$(curl -s -u "$CLIENT_ID:$CLIENT_SECRET" \\`,
    `  -d grant_type=client_credentials ${addresses.identity}/token |`,
    `  sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    "",
    `curl -s ${addresses.dataPlane}${pathOf(callee)} \\`,
    `  -H "authorization: Bearer $TOKEN" \\`,
    "  -H 'content-type: application/json' \\",
    `  -d ${quoted(JSON.stringify({ fields }, null, 2))}`,
  ].join("\n");
}
