import pg from "pg";
import { poolConfig } from "./pool-config.mjs";

function tell(code, message) {
  const fields = { error_code: code, message, is_panic: false };
  const line = { timestamp: new Date().toISOString(), level: "ERROR", fields, target: "schema_engine::logger" };
  process.stderr.write(`\n${JSON.stringify(line)}`);
  return 1;
}

async function inDatabase(config, sql) {
  const client = new pg.Client(config);
  await client.connect();
  if (sql) await client.query(sql);
  await client.end();
}

/** `can-connect-to-database`, `create-database`, `drop-database`. Answers the exit code; errors go out as Prisma's own. */
export async function runDatabaseCommand(command, url) {
  const { config } = poolConfig(url);
  try {
    if (command === "can-connect-to-database") await inDatabase(config);
    else {
      const verb = command === "create-database" ? "CREATE" : "DROP";
      await inDatabase({ ...config, database: "postgres" }, `${verb} DATABASE "${config.database}"`);
    }
    return 0;
  } catch (error) {
    if (error.code === "3D000") return tell("P1003", `Database \`${config.database}\` does not exist`);
    if (error.code === "28P01") return tell("P1000", "Authentication failed against the database server");
    if (error.code === "42P04") return tell("P1009", error.message);
    return tell("P1001", `Can't reach database server at \`${config.host}:${config.port}\` (${error.message})`);
  }
}
