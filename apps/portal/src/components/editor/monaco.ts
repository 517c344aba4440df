import { loader } from "@monaco-editor/react";
import * as monaco from "monaco-editor/editor";
import "monaco-editor/languages/definitions/javascript/register";
import "monaco-editor/languages/definitions/python/register";
import "monaco-editor/languages/definitions/typescript/register";
import "monaco-editor/languages/features/json/register";
import * as typescript from "monaco-editor/languages/features/typescript/register";
import { z } from "zod";
import { fetchTypings, takeWorker } from "./editor-assets";
import "./monaco-features";

declare global {
  interface Window {
    MonacoEnvironment?: monaco.Environment;
  }
}

self.MonacoEnvironment = { getWorker: (_id, label) => takeWorker(label) };

// the editor that this app brings, rather than the one that the loader would fetch from elsewhere
loader.config({ monaco });

const languages = [typescript.typescriptDefaults, typescript.javascriptDefaults];

for (const defaults of languages) {
  defaults.setCompilerOptions({
    target: typescript.ScriptTarget.ESNext,
    lib: ["es2023"],
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.NodeJs,
    types: ["node"],
    typeRoots: ["file:///node_modules/@types"],
    strict: true,
    noEmit: true,
    allowJs: true,
    checkJs: false,
    allowImportingTsExtensions: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    isolatedModules: true,
  });
  defaults.setEagerModelSync(true);
}

/** Resolves when the page has nothing else to do, within a second. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    // not every browser tells when it is idle
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => resolve(), { timeout: 1000 });
    else setTimeout(resolve, 200);
  });
}

const typingsSchema = z.record(z.string(), z.string());
let typings: Promise<void> | undefined;

/** Teaches the editor Node.js, AWS Lambda and the function SDK, once for the page, when nobody waits for the page. */
function loadTypings(): Promise<void> {
  typings ??= Promise.all([fetchTypings(), idle()])
    .then(([bytes]) => {
      const answer: unknown = JSON.parse(new TextDecoder().decode(bytes));
      for (const [path, content] of Object.entries(typingsSchema.parse(answer)))
        for (const defaults of languages) defaults.addExtraLib(content, path);
    })
    .catch(() => {
      typings = undefined; // without them the editor still edits; the next visit tries again
    });
  return typings;
}

/** Resolves when the service of the model's language has read it and answers; at once where the language has none. */
async function serviceOf(model: monaco.editor.ITextModel): Promise<void> {
  const { uri } = model;
  const language = model.getLanguageId();
  if (language !== "typescript" && language !== "javascript") return;
  const workerOf = await (language === "typescript"
    ? typescript.getTypeScriptWorker()
    : typescript.getJavaScriptWorker());
  const worker = await workerOf(uri);
  await worker.getSyntacticDiagnostics(uri.toString());
}

const own: monaco.IDisposable[] = [];

let packageLibs: monaco.IDisposable[] = [];
let packagesShown: Readonly<Record<string, string>> | undefined;

/** Gives the editor the declarations of npm packages, by their path below `node_modules`; the same ones cost nothing. */
function declarePackages(files: Readonly<Record<string, string>>): void {
  if (files === packagesShown) return;
  packagesShown = files;
  for (const disposable of packageLibs) disposable.dispose();
  packageLibs = Object.entries(files).flatMap(([path, text]) =>
    languages.map((defaults) => defaults.addExtraLib(text, `file:///node_modules/${path}`)),
  );
}

/** Declares the types of this function's `event` and result, and the npm packages without types as untyped modules. */
function declareTypes(eventTypes: string, untyped: readonly string[]): void {
  for (const disposable of own.splice(0)) disposable.dispose();
  const modules = untyped.map((name) => `declare module ${JSON.stringify(name)};\n`).join("");
  for (const defaults of languages) {
    own.push(defaults.addExtraLib(eventTypes, "file:///annex/event.d.ts"));
    own.push(defaults.addExtraLib(modules, "file:///annex/packages.d.ts"));
  }
}

export { declarePackages, declareTypes, loadTypings, monaco, serviceOf };
