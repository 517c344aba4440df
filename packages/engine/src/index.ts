export { type CellConfig, cellConfigSchema } from "./cell/cell-config.ts";
export { createCellConfig } from "./cell/create-cell-config.ts";
export { createEngine, type Engine, type EngineOptions } from "./create-engine.ts";
