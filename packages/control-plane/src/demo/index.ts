export { type DemoAccess, makeDemo } from "./make-demo.ts";
