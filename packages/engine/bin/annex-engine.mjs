#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
// The engine's command. Plain JavaScript, so that an older Node.js can say what it lacks instead of a syntax error.
const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 24) {
  process.stderr.write(`engine: Node.js 24 or newer is needed; this is ${process.version}.\n`);
  process.exit(1);
}
await import("../src/main.ts");
