const kinds: Readonly<Record<string, (rest: string) => string>> = {
  user: (email) => email,
  // `operator:ops@annex.example as ada@acme.example`: who acted, and which owner let them
  operator: (emails) => {
    const [operator = "", owner] = emails.split(" as ");
    return owner === undefined ? `${operator} (operator)` : `${operator} (operator, by consent of ${owner})`;
  },
  client: (id) => `API client ${id}`,
  function: (name) => `function ${name}`,
  token: (name) => `access token ${name}`,
  system: (part) => `Annex (${part})`,
};

/**
 * Who did something, for people: `user:ada@acme.example` is `ada@acme.example`, `system:worker` is `Annex (worker)`.
 * What is of no known kind is shown as it is.
 */
export function formatActor(actor: string): string {
  const [, kind = "", rest = ""] = /^([a-z]+):(.*)$/s.exec(actor) ?? [];
  return kinds[kind]?.(rest) ?? actor;
}
