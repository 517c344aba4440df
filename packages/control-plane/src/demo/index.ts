export { type DemoAccess, makeDemo } from "./make-demo.ts";
export { demoInvoices } from "./records.ts";
