import { tenantCodeAccount } from "./tenant-code-account.ts";

process.stdout.write(`${JSON.stringify(tenantCodeAccount(), null, 2)}\n`);
