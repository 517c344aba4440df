// Finds the handler that `_HANDLER` names: folders, a module, then its exports, which may be nested.
const { existsSync, readFileSync } = require("node:fs");
const Module = require("node:module");
const { createRequire } = Module;
const { dirname, join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { RuntimeError } = require("./errors.cjs");
const { isStreaming } = require("./response-stream.cjs");

const HANDLER = /^(?<module>(?:.*\/)?[^/.]+)\.(?<name>.+)$/;

async function loadHandler({ handler, taskRoot, runtime }) {
  // From here on, and not from the start: the client's own files have none to look for.
  process.setSourceMapsEnabled(true);
  Module._initPaths();
  const parts = handler.includes("..") ? undefined : HANDLER.exec(handler)?.groups;
  if (parts === undefined) throw new RuntimeError("Runtime.MalformedHandlerName", "Bad handler");
  const loaded = await loadModule(taskRoot, parts.module);
  const found = findExport(loaded, parts.name);
  if (found === undefined) {
    throw new RuntimeError("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  }
  if (typeof found !== "function") throw new RuntimeError("Runtime.HandlerNotFound", `${handler} is not a function`);
  if (!isStreaming(found) && found.length >= 3 && runtime !== "nodejs22.x" && runtime !== "nodejs20.x") {
    const text =
      "AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later.";
    throw new RuntimeError("Runtime.CallbackHandlerDeprecated", text);
  }
  return found;
}

async function loadModule(taskRoot, name) {
  const path = join(taskRoot, name);
  const file = ["", ".js", ".mjs", ".cjs"].map((extension) => path + extension).find((candidate) => isFile(candidate));
  try {
    if (file === undefined) return createRequire(join(taskRoot, "index.js"))(`./${name}`);
    return isModule(file) ? await import(pathToFileURL(file).href) : await requireOrImport(file);
  } catch (error) {
    throw toLoadError(error, name, file);
  }
}

async function requireOrImport(file) {
  try {
    return createRequire(file)(file);
  } catch (error) {
    // ECMAScript syntax with a top-level await in a .js file.
    if (error?.code !== "ERR_REQUIRE_ASYNC_MODULE") throw error;
    return import(pathToFileURL(file).href);
  }
}

function isFile(path) {
  return existsSync(path) && /\.[cm]?js$/.test(path);
}

function isModule(file) {
  if (file.endsWith(".mjs")) return true;
  if (file.endsWith(".cjs")) return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, "utf8")).type === "module";
    if (folder === dirname(folder)) return false;
  }
}

function findExport(loaded, path) {
  const walk = (from) => path.split(".").reduce((value, key) => value?.[key], from);
  return walk(loaded) ?? walk(loaded?.default);
}

function toLoadError(error, name, file) {
  if (error instanceof SyntaxError) return rename("Runtime.UserCodeSyntaxError", error, file);
  if (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") {
    if (file !== undefined) return rename("Runtime.ImportModuleError", error);
    const missing = new Error(`Cannot find module '${name}'\nRequire stack:\n- /var/runtime/index.mjs`);
    return rename("Runtime.ImportModuleError", missing);
  }
  return error;
}

function rename(type, error) {
  const renamed = new RuntimeError(type, String(error));
  renamed.stack = `${type}: ${error.stack}`;
  return renamed;
}

module.exports = { loadHandler };
