export { checkDay, type DailyLimits } from "./check-day.ts";
export { loadStops, type Stop, type StopScope } from "./load-stops.ts";
export { loadUsage } from "./load-usage.ts";
export { refusalOf, suspendedRefusal } from "./refusal-of.ts";
export { stopsInForce } from "./stops-in-force.ts";
