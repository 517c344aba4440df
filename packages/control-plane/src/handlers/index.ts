export { type FoundHandler, findHandlers } from "./find-handlers.ts";
