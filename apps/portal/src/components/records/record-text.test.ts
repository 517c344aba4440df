import { expect, test } from "vitest";
import { fieldValue, inCell, recordHas } from "./record-text";

const record = {
  id: "r-1",
  type: "invoice",
  data: { number: "R-1001", total: 12_400.5, supplier: { name: "Müller" }, paid: false, note: null },
  version: 1,
  createdAt: "2026-11-24T10:00:00Z",
  updatedAt: "2026-11-24T10:00:00Z",
};
const fields = ["invoice.number", "invoice.total", "invoice.supplier.name"].map((path) => ({
  path,
  type: "string" as const,
  label: path,
  required: false,
}));

test("a field is found by its path, however deep", () => {
  expect(fieldValue(record, "invoice.supplier.name")).toBe("Müller");
});

test.each(["invoice.missing", "invoice.number.length", "invoice.constructor", "invoice.note.more"])(
  "%s is not there",
  (path) => {
    expect(fieldValue(record, path)).toBeUndefined();
  },
);

test.each([
  [undefined, "–"],
  [null, "–"],
  [12_400.5, "12,400.5"],
  [false, "false"],
  [["a"], '["a"]'],
])("%j is shown as %s", (value, text) => {
  expect(inCell(value)).toBe(text);
});

test.each(["müll", "12400.5", "12,400", "r-1001", ""])("a record is found by %j", (text) => {
  expect(recordHas(record, fields, text)).toBe(true);
});

test("a record is not found by what only a name of a field has", () => {
  expect(recordHas(record, fields, "supplier")).toBe(false);
});
