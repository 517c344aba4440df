import { bold, dim, say } from "../terminal.ts";
import type { RunningStack } from "./start-stack.ts";

/** The short table at the end of a start: where everything is and how to sign in. */
export function printAccess({ description, stackFile }: Pick<RunningStack, "description" | "stackFile">): void {
  const row = (name: string, value: string) => say(`  ${name.padEnd(14)} ${value}`);
  say(`\n${bold("Annex is up")}\n`);
  row("Portal", bold(description.portal));
  row("Data plane", description.dataPlane);
  row("Identity", description.identity);
  row("Engine", description.engine);
  say(`\n${bold("Sign in at the portal")}\n`);
  for (const { email, password, role, tenant } of description.users) {
    row(tenant ?? "platform", `${email.padEnd(26)} ${password.padEnd(22)} ${dim(role)}`);
  }
  say(`\n${bold("API clients")} ${dim("(client credentials at identity)")}\n`);
  for (const { tenant, clientId, clientSecret } of description.apiClients) {
    row(tenant, `${clientId.padEnd(26)} ${clientSecret}`);
  }
  say(dim(`\n  All of this is in ${stackFile}. Ctrl-C ends everything; the data stays.\n`));
}
