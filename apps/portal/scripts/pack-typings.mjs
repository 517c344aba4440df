// Packs the type declarations that the editor knows (Node.js, AWS Lambda, the function SDK) into one file that the
// portal serves itself under an address of its content, to be kept for ever: { "file:///node_modules/…": text }.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
const target = path.join(import.meta.dirname, "../src/components/editor/generated");

function folderOf(name, from = require) {
  return path.dirname(from.resolve(`${name}/package.json`));
}

function declarationsOf(name, folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".d.ts") && !file.includes("node_modules") && !/(^|\/)ts\d/.test(file))
    .concat("package.json");
  return files.map((file) => [`file:///node_modules/${name}/${file}`, readFileSync(path.join(folder, file), "utf8")]);
}

const node = folderOf("@types/node");
const packages = [
  ["@types/node", node],
  ["undici-types", folderOf("undici-types", createRequire(path.join(node, "package.json")))],
  ["@types/aws-lambda", folderOf("@types/aws-lambda")],
];
const sdk = readFileSync(path.join(import.meta.dirname, "../../../packages/function-sdk/types.d.ts"), "utf8");
const typings = Object.fromEntries([
  ...packages.flatMap(([name, folder]) => declarationsOf(name, folder)),
  ["file:///annex/function-sdk.d.ts", sdk],
]);

mkdirSync(target, { recursive: true });
writeFileSync(path.join(target, "typings.json"), JSON.stringify(typings));
console.log(`typings.json: ${Object.keys(typings).length} files`);
