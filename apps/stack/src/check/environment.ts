import { env } from "../env.ts";

/** What every program of a check is given of this process's environment. */
export const checkEnvironment = {
  PATH: env.PATH,
  HOME: env.HOME,
  LANG: "C.UTF-8",
  CI: "true",
  TURBO_TELEMETRY_DISABLED: "1",
};
