import { chaosAsync } from "./chaos/chaos-async.ts";
import { benchDashboards, dashboardsUsage } from "./dashboards/bench-dashboards.ts";
import { benchDataPlane, dataPlaneUsage } from "./data-plane/bench-data-plane.ts";
import { benchEngine } from "./engine/bench-engine.ts";
import { usage as engineUsage } from "./engine/options.ts";
import { benchLogs } from "./logs/bench-logs.ts";
import { mixedEnvironments } from "./mixed-environments.ts";
import { benchNeighbours, neighboursUsage } from "./neighbours/bench-neighbours.ts";

interface Benchmark {
  readonly usage: string;
  run(args: readonly string[]): Promise<unknown>;
}

/** All, by the name that `pnpm bench` takes. Those of a running stack are loaded when they are asked for: the others need none. */
export const benchmarks: Readonly<Record<string, Benchmark>> = {
  engine: { usage: engineUsage, run: benchEngine },
  "data-plane": { usage: dataPlaneUsage, run: benchDataPlane },
  neighbours: { usage: neighboursUsage, run: benchNeighbours },
  journey: {
    usage: "pnpm bench journey\n\nThe main job's waits against the running stack (npm start).",
    run: () => import("./journey.ts"),
  },
  editor: {
    usage:
      "pnpm bench editor [--rounds 10] [--only openings|actions]\n\nWhat a developer waits for on a function's page, in Chromium against the running stack (npm start).",
    run: async (args) => (await import("./editor/bench-editor.ts")).benchEditor(args),
  },
  lighthouse: {
    usage:
      "pnpm bench lighthouse [--mobile] [--page functions/new]\n\nAccessibility and best practices of the tenant's pages by Lighthouse, which is fetched from the npm registry, against the running stack (npm start). --page takes what follows /t/acme/.",
    run: async (args) => (await import("./lighthouse/bench-lighthouse.ts")).benchLighthouse(args),
  },
  pages: {
    usage:
      "pnpm bench pages [--rounds 10]\n\nUntil the charts are drawn, and how far a live tail is behind, in Chromium against the running stack (npm start).",
    run: async (args) => (await import("./pages/bench-pages.ts")).benchPages(args),
  },
  dashboards: { usage: dashboardsUsage, run: benchDashboards },
  logs: {
    usage:
      "pnpm bench logs [--lines 2000000]\n\nSearches among a tenant's log lines, and what storing them costs; 3 GB of disk for some minutes.",
    run: benchLogs,
  },
  "chaos-deploy": {
    usage:
      "pnpm bench chaos-deploy [--functions 50] [--deployments 200] [--pause 3000] [--seed N] [--no-portal]\n\nDeployments while worker, portal, engine and PostgreSQL are killed at random moments.",
    run: () => import("./chaos-deploy/main.ts"),
  },
  "chaos-async": {
    usage:
      "pnpm bench chaos-async [--count 10000] [--kills 6] [--kill-every-ms 4000]\n\nkill -9 at random during asynchronous invocations with keys.",
    run: chaosAsync,
  },
  environments: {
    usage:
      "pnpm bench environments [--functions 50] [--invocations 10000]\n\nNo environment of the engine serves two versions, functions or tenants, while functions are updated.",
    run: mixedEnvironments,
  },
  "list-functions": {
    usage: "pnpm bench list-functions\n\nA tenant's 10,000 functions: list, filter and search.",
    run: () => import("./list-functions.ts"),
  },
};
