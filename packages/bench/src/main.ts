import { benchEngine } from "./engine/bench-engine.ts";
import { killAllChildren } from "./engine/machine/child.ts";
import { usage } from "./engine/options.ts";

const [name, ...args] = process.argv.slice(2);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    killAllChildren();
    process.exit(130);
  });
}

if (name === "engine" && !args.includes("--help")) await benchEngine(args);
else if (name === "journey") await import("./journey.ts");
else
  process.stdout.write(
    `${usage}\n\npnpm bench journey\n\nThe main job's waits against the running stack (npm start).\n`,
  );
