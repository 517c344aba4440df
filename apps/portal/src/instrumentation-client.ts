import { config } from "zod";

// Schemas would be compiled by `new Function`, which the pages' policy refuses and reports (server/page-policy.ts).
config({ jitless: true });
