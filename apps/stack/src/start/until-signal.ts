/** Resolves at the first Ctrl-C or kill; a second Ctrl-C leaves at once. */
export function untilSignal(): Promise<void> {
  return new Promise((done) => {
    let count = 0;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        count += 1;
        if (count > 1) process.exit(130);
        done();
      });
    }
  });
}
