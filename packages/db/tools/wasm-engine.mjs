import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { poolConfig } from "./pool-config.mjs";

const require = createRequire(import.meta.url);
const charType = 18;
const textType = 25;
const charColumn = 6;

/** PostgreSQL's one-byte "char", which the catalogue is full of, is unknown to the adapter: pass it through as text. */
function passCharsAsText(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  const relabel = (field) => {
    if (field.dataTypeID !== charType) return field;
    return Object.assign(Object.create(Object.getPrototypeOf(field)), field, { dataTypeID: textType, isChar: true });
  };
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    return result?.fields
      ? { ...result, rowCount: result.rowCount, rows: result.rows, fields: result.fields.map(relabel) }
      : result;
  };
  adapter.queryRaw = async (query) => {
    const perform = adapter.performIO;
    const answer = await perform(query);
    adapter.performIO = async () => answer;
    try {
      const result = await queryRaw(query);
      const isChar = (answer.fields ?? []).map((field) => field.isChar);
      result.columnTypes = result.columnTypes.map((type, index) => (isChar[index] ? charColumn : type));
      return result;
    } finally {
      adapter.performIO = perform;
    }
  };
  return adapter;
}

function runScriptsWhole(adapter) {
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

const prepare = (adapter) => runScriptsWhole(passCharsAsText(adapter));

class MigrationAdapterFactory extends PrismaPg {
  constructor(url, shadowUrl) {
    const { config, schema } = poolConfig(url);
    super(config, { schema });
    this.url = url;
    this.shadowUrl = shadowUrl;
  }

  async connect() {
    return prepare(await super.connect());
  }

  async connectToShadowDb() {
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    const { config, schema } = this.shadowUrl ? poolConfig(this.shadowUrl) : poolConfig(this.url, name);
    const admin = this.shadowUrl ? undefined : new pg.Client(poolConfig(this.url).config);
    await admin?.connect();
    await admin?.query(`CREATE DATABASE "${config.database}"`);
    const adapter = prepare(await new PrismaPg(config, { schema }).connect());
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await dispose();
      await admin?.query(`DROP DATABASE "${config.database}" WITH (FORCE)`);
      await admin?.end();
    };
    return adapter;
  }
}

/** Prisma's schema engine over this data source. */
export async function loadEngine({ url, shadowDatabaseUrl }, datamodels) {
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = require.resolve("@prisma/schema-engine-wasm").replace(/schema_engine\.js$/, "schema_engine_bg.wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
    message: "",
    set_message(message) {
      this.message = `RuntimeError: ${message}`;
    },
    get() {
      return this.message;
    },
  };
  const factory = new MigrationAdapterFactory(url ?? "postgresql://localhost/none", shadowDatabaseUrl);
  const options = { datamodels: datamodels.length > 0 ? datamodels : undefined };
  return bindings.SchemaEngine.new(options, () => undefined, bindMigrationAwareSqlAdapterFactory(factory));
}
