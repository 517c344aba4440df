import { createDb } from "@annex/db";
import { foldInvocations } from "../src/rollups/fold-invocations.ts";

// One fold in a process of its own, to be killed in the middle of it. Argument: the operator's URL.
const [url = ""] = process.argv.slice(2);
const db = createDb({ appUrl: url, operatorUrl: url, poolSize: 1 });
await foldInvocations(db.operator);
await db.close();
