#!/usr/bin/env node
import { randomUUID } from "node:crypto";
import fs from "node:fs";
// Stand-in for Prisma's native schema-engine binary: speaks the same stdio JSON-RPC,
// runs Prisma's own engine compiled to WASM (npm: @prisma/schema-engine-wasm) over node-postgres.
import { createRequire } from "node:module";
import readline from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";

const require = createRequire(import.meta.url);
const args = process.argv.slice(2);
if (args.includes("--version") || args.includes("-V")) {
  console.log("schema-engine-cli 0edf323efd1d98336f3f0a68684b56f689b900d3 (wasm)");
  process.exit(0);
}
const opt = (n) => {
  const out = [];
  args.forEach((a, i) => {
    if (a === n) out.push(args[i + 1]);
  });
  return out;
};
const ds = opt("--datasource")[0] ? JSON.parse(opt("--datasource")[0]) : {};
function poolConfig(url, database) {
  const u = new URL(url);
  const schema = u.searchParams.get("schema") ?? undefined;
  const ssl = u.searchParams.get("sslmode");
  return {
    cfg: {
      host: decodeURIComponent(u.hostname),
      port: +(u.port || 5432),
      user: decodeURIComponent(u.username),
      password: decodeURIComponent(u.password),
      database: database ?? decodeURIComponent(u.pathname.slice(1)),
      ssl: ssl && ssl !== "disable" ? { rejectUnauthorized: ssl !== "require" && ssl !== "prefer" } : undefined,
    },
    schema,
  };
}
class Factory extends PrismaPg {
  constructor(url, shadowUrl) {
    const { cfg, schema } = poolConfig(url);
    super(cfg, { schema });
    this.url = url;
    this.shadowUrl = shadowUrl;
  }
  patch(a) {
    const io = a.performIO.bind(a),
      qr = a.queryRaw.bind(a);
    a.performIO = async (q) => {
      const r = await io(q);
      const f = r?.fields?.map((f) =>
        f.dataTypeID === 18
          ? Object.assign(Object.create(Object.getPrototypeOf(f)), f, { dataTypeID: 25, _char: true })
          : f,
      );
      return f ? { ...r, fields: f, rowCount: r.rowCount, rows: r.rows } : r;
    };
    a.queryRaw = async (q) => {
      let chars;
      const keep = a.performIO;
      const r0 = await keep(q);
      chars = (r0.fields ?? []).map((f) => f._char);
      a.performIO = async () => r0;
      try {
        const r = await qr(q);
        r.columnTypes = r.columnTypes.map((t, i) => (chars[i] ? 6 : t));
        return r;
      } finally {
        a.performIO = keep;
      }
    };
    a.executeScript = async (script) => {
      try {
        await a.underlyingDriver().query(script);
      } catch (e) {
        a.onError(e);
      }
    };
    return a;
  }
  async connect() {
    return this.patch(await super.connect());
  }
  async connectToShadowDb() {
    const { cfg, schema } = this.shadowUrl
      ? poolConfig(this.shadowUrl)
      : poolConfig(this.url, `prisma_migrate_shadow_db_${randomUUID()}`);
    const admin = new pg.Client(poolConfig(this.url).cfg);
    if (!this.shadowUrl) {
      await admin.connect();
      await admin.query(`CREATE DATABASE "${cfg.database}"`);
    }
    const a = this.patch(await new PrismaPg(cfg, { schema }).connect());
    const d = a.dispose.bind(a);
    a.dispose = async () => {
      await d();
      if (!this.shadowUrl) {
        await admin.query(`DROP DATABASE "${cfg.database}" WITH (FORCE)`);
        await admin.end();
      }
    };
    return a;
  }
}
const cliIdx = args.indexOf("cli");
if (cliIdx >= 0) {
  // can-connect-to-database | create-database | drop-database
  const cmd = args[cliIdx + 1];
  const { cfg } = poolConfig(ds.url);
  const fail = (error_code, message) => {
    process.stderr.write(
      "\n" +
        JSON.stringify({
          timestamp: new Date().toISOString(),
          level: "ERROR",
          fields: { error_code, message, is_panic: false },
          target: "schema_engine::logger",
        }),
    );
    process.exit(1);
  };
  try {
    if (cmd === "can-connect-to-database") {
      const c = new pg.Client(cfg);
      await c.connect();
      await c.end();
    } else {
      const c = new pg.Client({ ...cfg, database: "postgres" });
      await c.connect();
      await c.query(`${cmd === "create-database" ? "CREATE" : "DROP"} DATABASE "${cfg.database}"`);
      await c.end();
    }
    process.exit(0);
  } catch (e) {
    if (e.code === "3D000") fail("P1003", `Database \`${cfg.database}\` does not exist`);
    if (e.code === "28P01") fail("P1000", "Authentication failed against the database server");
    if (e.code === "42P04") fail("P1009", e.message);
    fail("P1001", `Can't reach database server at \`${cfg.host}:${cfg.port}\`` + ` (${e.message})`);
  }
}
// --- load wasm
const bg = await import("@prisma/schema-engine-wasm/schema_engine_bg");
const wasmPath = require.resolve("@prisma/schema-engine-wasm").replace(/schema_engine\.js$/, "schema_engine_bg.wasm");
const { instance } = await WebAssembly.instantiate(fs.readFileSync(wasmPath), { "./schema_engine_bg.js": bg });
bg.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();
globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
  message: "",
  set_message(m) {
    this.message = "RuntimeError: " + m;
  },
  get() {
    return this.message;
  },
};
const datamodels = opt("--datamodels").map((p) => [p, fs.readFileSync(p, "utf8")]);
let enginePromise;
const engine = () =>
  (enginePromise ??= (async () => {
    const factory = bindMigrationAwareSqlAdapterFactory(
      new Factory(ds.url ?? "postgresql://localhost/none", ds.shadowDatabaseUrl),
    );
    globalThis.__reg = factory.errorRegistry;
    return bg.SchemaEngine.new(
      { datamodels: datamodels.length ? datamodels : undefined },
      (l) => {
        if (process.env.DEBUG) process.stderr.write(String(l) + "\n");
      },
      factory,
    );
  })());
const rl = readline.createInterface({ input: process.stdin });
const send = (m) => process.stdout.write(JSON.stringify(m) + "\n");
let chain = Promise.resolve();
rl.on("line", (line) => {
  chain = chain.then(async () => {
    if (!line.trim()) return;
    const msg = JSON.parse(line);
    if (!msg.method) return;
    try {
      const e = await engine();
      if (process.env.DEBUG_RPC) process.stderr.write("> " + line.slice(0, 2000) + "\n");
      const fn = { getDatabaseVersion: "version" }[msg.method] ?? msg.method;
      if (typeof e[fn] !== "function")
        throw Object.assign(new Error("method not found " + msg.method), { rpc: -32601 });
      let result = await e[fn](msg.params);
      if (msg.method === "diff" && result?.stdout != null) {
        send({ jsonrpc: "2.0", id: 1e6, method: "print", params: { content: result.stdout } });
        result = { exitCode: result.exitCode, stdout: null };
      }
      send({ jsonrpc: "2.0", id: msg.id, result: result ?? {} });
    } catch (err) {
      if (process.env.DEBUG_RPC) process.stderr.write("! " + (err.stack || err) + " " + JSON.stringify(err) + "\n");
      const code = err.code;
      const message = err.message ?? String(err);
      send({
        jsonrpc: "2.0",
        id: msg.id,
        error: {
          code: 4466,
          message: "An error happened. Check the data field for details.",
          data: {
            is_panic: false,
            message,
            meta: err.meta ?? null,
            error_code: typeof code === "string" ? code : undefined,
          },
        },
      });
    }
  });
});
rl.on("close", () => {
  chain.then(() => process.exit(0));
});
