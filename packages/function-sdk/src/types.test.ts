import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const checkFile = fileURLToPath(new URL("./types-check.ts", import.meta.url));
const typesFile = fileURLToPath(new URL("../types.d.ts", import.meta.url));

const check = `
import * as real from "./index.ts";
import * as told from "@annex/function-sdk";
export const toldFitsReal: typeof real = told;
export const realFitsTold: typeof told = real;
export function records(page: real.RecordPage, credential: told.OAuth2Credential, context: real.InvocationContext) {
  const toldPage: told.RecordPage = page;
  const realCredential: real.OAuth2Credential = credential;
  const toldContext: told.InvocationContext = context;
  return { toldPage, realCredential, toldContext };
}
`;

function diagnosticsOf(source: string): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
    types: ["node"],
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => path === checkFile || fileExists(path);
  host.getSourceFile = (path, version) =>
    path === checkFile ? ts.createSourceFile(path, source, version) : getSourceFile(path, version);
  const program = ts.createProgram([checkFile, typesFile], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

it("tells the editor exactly the types that the SDK has", () => {
  expect(diagnosticsOf(check)).toEqual([]);
});

it("would notice a difference", () => {
  const wrong = `${check}\nexport const wrong: typeof real & { missing: string } = told;`;
  expect(diagnosticsOf(wrong)).toHaveLength(1);
});
