import { runUntilSignal } from "@annex/service";
import { readErpEnv } from "./env.ts";
import { startErp } from "./start-erp.ts";

const { HOST: host, PORT: port } = readErpEnv();
const erp = await startErp({ host, port });
runUntilSignal(() => erp.close());
