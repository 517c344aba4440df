import { runUntilSignal } from "@annex/service";
import { createDataPlane } from "./create-data-plane.ts";
import { env } from "./env.ts";
import { dataPlaneOptions } from "./options.ts";

const dataPlane = await createDataPlane(dataPlaneOptions);
await dataPlane.app.listen({ host: env.HOST, port: env.PORT });
runUntilSignal(dataPlane.close);
