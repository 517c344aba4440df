/** node-postgres' settings, and the schema, from a Prisma connection URL. */
export function poolConfig(text, database) {
  const url = new URL(text);
  const sslMode = url.searchParams.get("sslmode");
  const isStrict = sslMode !== "require" && sslMode !== "prefer";
  const config = {
    host: decodeURIComponent(url.hostname),
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: database ?? decodeURIComponent(url.pathname.slice(1)),
    ssl: sslMode && sslMode !== "disable" ? { rejectUnauthorized: isStrict } : undefined,
  };
  return { config, schema: url.searchParams.get("schema") ?? undefined };
}
