export { createExpressionPool, type ExpressionPool } from "./expression-pool.ts";
