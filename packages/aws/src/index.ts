export { type Author, type AuthorCell, createAuthor } from "./author/author.ts";
export { deleteLambdaFunction } from "./author/delete-function.ts";
export { deleteLayer } from "./author/delete-layer.ts";
export { ensureFunction, type WantedFunction } from "./author/ensure-function.ts";
export { ensureLayer } from "./author/ensure-layer.ts";
export { ensureTags } from "./author/ensure-tags.ts";
export { invokeRunner } from "./author/invoke-runner.ts";
export { listLambdaFunctions } from "./author/list-functions.ts";
export { pointAlias } from "./author/point-alias.ts";
export { publishVersion } from "./author/publish-version.ts";
export { type AccountState, readAccount } from "./author/read-account.ts";
export { type AliasState, readAlias } from "./author/read-alias.ts";
export { type HourlyCounts, readHours } from "./author/read-hours.ts";
export { readLayer } from "./author/read-layer.ts";
export { type LogEvent, readLogs } from "./author/read-logs.ts";
export { type PublishedVersion, readVersion } from "./author/read-version.ts";
export type { CellCredentials, CellTarget } from "./cell-target.ts";
export { clientOptions } from "./client-options.ts";
export { createInvokers, type Invokers, type InvokersOptions, type TenantInvoker } from "./invoke/create-invokers.ts";
export type { InvokeCell, InvokeTenant } from "./invoke/invoke-cell.ts";
export {
  type InvokeDriverName,
  type InvokeInput,
  type InvokeOutput,
  type InvokeSink,
  invokeDriverNames,
} from "./invoke/invoke-driver.ts";
export { toAppError } from "./to-app-error.ts";
