import { readEnv } from "./env.ts";
import { startErp } from "./start-erp.ts";

const { HOST: host, PORT: port } = readEnv();
const erp = await startErp({ host, port });
const stop = () => void erp.close().then(() => process.exit(0));
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
