import ts from "typescript";
import { describe, expect, it } from "vitest";
import { expression, fromField, fromResult, invoiceContract, mappingOf } from "./contract.fixture.ts";
import { eventCompletions } from "./event-completions.ts";
import { eventTypes } from "./event-types.ts";

const mapping = mappingOf(
  [
    ["total", fromField("invoice.total")],
    ["currency", fromField("invoice.currency")],
    ["submittedAt", fromField("invoice.submittedAt")],
    ["lines", fromField("invoice.lines")],
    ["records", { kind: "credential", credential: "acme-records" }],
    ["password", { kind: "credential", credential: "erp-password" }],
    ["region", { kind: "constant", value: "eu" }],
    ["limits", { kind: "constant", value: { low: 1, names: ["a", 2] } }],
    ["gross", expression("invoice.total * 2.0")],
    ["words", expression('invoice.number.split("-")')],
    ["label", expression('invoice.currency + "!"')],
    ["wrong", fromField("invoice.totl")],
  ],
  [
    ["invoice.riskScore", fromResult("score.value")],
    ["invoice.note", fromResult("note")],
    ["invoice.status", fromResult("status")],
  ],
);

/** TypeScript's complaints about a handler beside the generated declarations. */
function complaints(handler: string, declarations = eventTypes(mapping, invoiceContract, "typescript")): string[] {
  const sources = new Map([
    ["/annex.d.ts", declarations],
    ["/index.ts", handler],
  ]);
  const options: ts.CompilerOptions = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2023, types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (path, version) => {
    const text = sources.get(path);
    return text === undefined ? getSourceFile(path, version) : ts.createSourceFile(path, text, version);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("eventTypes", () => {
  it("types the event, the result and the handler", () => {
    const handler = `export const handler: AnnexHandler = async (event, context) => {
      const total: number = event.total;
      const currency: string | null = event.currency;
      const day: string = event.submittedAt ?? "";
      const url: string = event.records.tokenUrl + event.password;
      const region: "eu" = event.region;
      const names: (string | number)[] = event.limits.names;
      const words: string[] = event.words;
      const label: string | null = event.label;
      return { score: { value: event.gross + total + context.getRemainingTimeInMillis() }, status: region };
    };`;
    expect(complaints(handler)).toEqual([]);
  });

  it.each([
    ["a field that is not mapped", "event.iban; return { status: '' };"],
    ["a missing required output", "return { note: '' };"],
    ["an output of another type", "return { status: '', score: { value: 'high' } };"],
    ["an optional field used as if it were there", "event.currency.length; return { status: '' };"],
    ["a change of the event", "event.total = 1; return { status: '' };"],
  ])("underlines %s", (_what, body) => {
    expect(complaints(`export const handler: AnnexHandler = async (event) => { ${body} };`)).toHaveLength(1);
  });

  it("underlines an output that is not mapped where the handler declares its result's type", () => {
    const handler = `export const handler = async (event: AnnexEvent): Promise<AnnexResult> => {
      return { status: event.region, riskscore: 1 };
    };`;
    expect(complaints(handler)).toHaveLength(1);
  });

  it("names each property's field in a comment", () => {
    const text = eventTypes(mapping, invoiceContract, "javascript");
    expect(text).toContain("  /** invoice.total: total */\n  readonly total: number;");
    expect(text).toContain("/** Sets invoice.riskScore: riskScore */");
  });

  it("lets no text of a tenant leave its comment", () => {
    const hostile = mappingOf([["x", expression('"*/ } declare const evil: number; /*"\n')]]);
    const declarations = eventTypes(hostile, invoiceContract, "typescript");
    expect(complaints("export const x = evil;", declarations)).toEqual(["Cannot find name 'evil'."]);
  });

  it("leaves out parameters whose names are no names", () => {
    const names = ["a-b", "", "__proto__", "x; y", "ok", "ok"];
    const hostile = mappingOf(names.map((name) => [name, { kind: "constant", value: 1 }] as const));
    expect(
      complaints(
        "export const h = (event: AnnexEvent): 1 => event.ok;",
        eventTypes(hostile, invoiceContract, "typescript"),
      ),
    ).toEqual([]);
  });

  it("takes any result while no output is mapped", () => {
    const declarations = eventTypes(mappingOf([]), invoiceContract, "typescript");
    expect(complaints("export const handler: AnnexHandler = async () => 5;", declarations)).toEqual([]);
  });
});

describe("eventCompletions", () => {
  it("offers the mapped parameters with Python's types", () => {
    const types = eventCompletions(mapping, invoiceContract).map(({ name, type }) => `${name}: ${type}`);
    expect(types).toEqual([
      "total: float",
      "currency: str | None",
      "submittedAt: str | None",
      "lines: Any",
      "records: dict",
      "password: str",
      "region: str",
      "limits: dict",
      "gross: float",
      "words: list",
      "label: str | None",
      "wrong: Any",
    ]);
  });
});
