import type { LogSource } from "@annex/contract";

export const sourceWords: Readonly<Record<LogSource, string>> = {
  function: "Function",
  data_plane: "Data plane",
  worker: "Worker",
};
