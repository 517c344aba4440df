import { chaosAsync } from "./chaos/chaos-async.ts";
import { benchDashboards, dashboardsUsage } from "./dashboards/bench-dashboards.ts";
import { benchDataPlane, dataPlaneUsage } from "./data-plane/bench-data-plane.ts";
import { benchEngine } from "./engine/bench-engine.ts";
import { killAllChildren } from "./engine/machine/child.ts";
import { usage } from "./engine/options.ts";
import { benchLogs } from "./logs/bench-logs.ts";
import { mixedEnvironments } from "./mixed-environments.ts";
import { benchNeighbours, neighboursUsage } from "./neighbours/bench-neighbours.ts";

const [name, ...args] = process.argv.slice(2);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    killAllChildren();
    process.exit(130);
  });
}

if (name === "engine" && !args.includes("--help")) await benchEngine(args);
else if (name === "chaos-async") await chaosAsync(args);
else if (name === "dashboards" && !args.includes("--help")) await benchDashboards(args);
// those of a running stack are loaded when they are asked for: the others need none
else if (name === "editor") await (await import("./editor/bench-editor.ts")).benchEditor(args);
else if (name === "lighthouse") await (await import("./lighthouse/bench-lighthouse.ts")).benchLighthouse(args);
else if (name === "pages") await (await import("./pages/bench-pages.ts")).benchPages(args);
else if (name === "logs") await benchLogs(args);
else if (name === "environments") await mixedEnvironments(args);
else if (name === "data-plane" && !args.includes("--help")) await benchDataPlane(args);
else if (name === "neighbours" && !args.includes("--help")) await benchNeighbours(args);
else if (name === "journey") await import("./journey.ts");
else if (name === "chaos-deploy") await import("./chaos-deploy/main.ts");
else if (name === "list-functions") await import("./list-functions.ts");
else
  process.stdout.write(
    [
      usage,
      dataPlaneUsage,
      neighboursUsage,
      "pnpm bench journey\n\nThe main job's waits against the running stack (npm start).",
      "pnpm bench editor [--rounds 10] [--only openings|actions]\n\nWhat a developer waits for on a function's page, in Chromium against the running stack (npm start).",
      "pnpm bench lighthouse [--mobile] [--page functions/new]\n\nAccessibility and best practices of the tenant's pages by Lighthouse, which is fetched from the npm registry, against the running stack (npm start).",
      "pnpm bench pages [--rounds 10]\n\nUntil the charts are drawn, and how far a live tail is behind, in Chromium against the running stack (npm start).",
      dashboardsUsage,
      "pnpm bench logs [--lines 2000000]\n\nSearches among a tenant's log lines, and what storing them costs; 3 GB of disk for some minutes.",
      "pnpm bench chaos-deploy [--functions 50] [--deployments 200] [--pause 3000] [--seed N] [--no-portal]\n\nDeployments while worker, portal, engine and PostgreSQL are killed at random moments.",
      "pnpm bench chaos-async [--count 10000] [--kills 6] [--kill-every-ms 4000]\n\nkill -9 at random during asynchronous invocations with keys.",
      "pnpm bench environments [--functions 50] [--invocations 10000]\n\nNo environment of the engine serves two versions, functions or tenants, while functions are updated.",
      "pnpm bench list-functions\n\nA tenant's 10,000 functions: list, filter and search.\n",
    ].join("\n\n"),
  );
