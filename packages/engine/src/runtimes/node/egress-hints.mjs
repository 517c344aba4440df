// Says why a connection was refused. It explains only: what is refused is decided outside of the sandbox.
export function installEgressHints() {}
