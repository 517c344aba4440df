import { benchmarks } from "./benchmarks.ts";
import { killAllChildren } from "./engine/machine/child.ts";
import { undoAll } from "./undo.ts";
import { isUsageError } from "./usage-error.ts";

const [name = "--help", ...args] = process.argv.slice(2);
let interrupted = false;

for (const [signal, code] of [
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => {
    if (interrupted) process.exit(code); // asked twice: at once
    interrupted = true;
    void undoAll().finally(() => {
      killAllChildren();
      process.exit(code);
    });
  });
}

const usages = Object.values(benchmarks).map(({ usage }) => usage);
const benchmark = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;

if (name === "--help") process.stdout.write(`${usages.join("\n\n")}\n`);
else if (!benchmark) {
  process.stderr.write(`There is no benchmark ${name}: ${Object.keys(benchmarks).join(", ")}.\n`);
  process.exitCode = 1;
} else if (args.includes("--help")) process.stdout.write(`${benchmark.usage}\n`);
else
  await benchmark.run(args).catch((error: unknown) => {
    if (interrupted) return;
    if (!isUsageError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
