import { AppError, type Field } from "@annex/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createExtensionPoint,
  createRecordType,
  deleteRecordType,
  listAllRecordTypes,
  listOperatorAudit,
  updateRecordType,
} from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

const field = (path: string, more: Partial<Field> = {}): Field => ({
  ...{ path, type: "string", label: path, required: false },
  ...more,
});
const number = field("order.number", { required: true });
const total = field("order.total", { type: "number" });

/** An order type that an extension point reads `order.number` of, with one record of Acme's that has a total. */
async function orderType(key: string): Promise<readonly Field[]> {
  const fields = [field(`${key}.number`), field(`${key}.total`, { type: "number" }), field(`${key}.note`)];
  await createRecordType(plane.operator, { key, name: "Order", fields });
  const contract = { timeoutMs: 1000, failureMode: "open" as const, inputFields: [`${key}.number`], outputFields: [] };
  await createExtensionPoint(plane.operator, { key: `${key}.placed`, name: "Placed", recordTypeKey: key, ...contract });
  const data = { number: "1", total: 3 };
  await plane.acme.db.run((tx) => tx.record.create({ data: { tenantId: plane.acme.tenant.id, typeKey: key, data } }));
  return fields;
}

const refusal = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof AppError) return { code: error.code, paths: error.errors?.map(({ path }) => path) };
      throw error;
    },
  );

test("a declared record type is there for extension points, with what hangs on it", async () => {
  const made = await createRecordType(plane.operator, { key: "order", name: "Order", fields: [number, total] });
  expect(made).toEqual({
    ...{ key: "order", name: "Order", fields: [number, total], version: 1 },
    ...{ records: 0, extensionPoints: [] },
  });
  expect((await listAllRecordTypes(plane.operator)).map(({ key }) => key)).toContain("order");
  expect(await refusal(createRecordType(plane.operator, { key: "order", name: "Again", fields: [number] }))).toEqual({
    code: "conflict",
    paths: ["key"],
  });
});

test.each([
  ["a field of another type", [field("bill.total"), field("other.total")], "fields.1.path"],
  ["a field twice", [field("bill.total"), field("bill.total")], "fields.1.path"],
  ["a field within another", [field("bill.place"), field("bill.place.city")], "fields.1.path"],
  ["a name that objects have by themselves", [field("bill.constructor")], "fields.0.path"],
  ["no field", [], "fields"],
])("%s is refused at its place", async (_, fields, path) => {
  const refused = await refusal(createRecordType(plane.operator, { key: "bill", name: "Bill", fields }));
  expect(refused).toEqual({ code: "invalid_request", paths: [path] });
});

describe("a change", () => {
  test("adds, relabels and removes what nothing relies on, and says so in the audit trail", async () => {
    const [read, kept] = await orderType("sale");
    const fields = [{ ...(read ?? number), label: "No." }, kept ?? total, field("sale.currency")];
    const changed = await updateRecordType(plane.operator, { key: "sale", name: "Sale", fields, version: 1 });
    expect(changed).toMatchObject({ name: "Sale", fields, version: 2, records: 1, extensionPoints: ["sale.placed"] });
    const { items } = await listOperatorAudit(plane.operator, { text: "updateRecordType" });
    expect(items[0]?.detail).toEqual({
      ...{ version: 2, added: ["sale.currency"], removed: ["sale.note"], changed: ["sale.number"] },
    });
  });

  test("takes nothing from an extension point, nor from a record of any tenant", async () => {
    const fields = await orderType("loan");
    const change = (changed: readonly Field[]) =>
      refusal(updateRecordType(plane.operator, { key: "loan", name: "Loan", fields: [...changed], version: 1 }));
    expect(await change(fields.slice(2))).toEqual({ code: "conflict", paths: ["loan.number", "loan.total"] });
    expect(await change(fields.map((one) => ({ ...one, type: "integer" as const })))).toEqual({
      ...{ code: "conflict", paths: ["loan.number", "loan.total"] },
    });
    expect(await change(fields.map((one) => ({ ...one, required: true })))).toEqual({
      ...{ code: "conflict", paths: ["loan.note"] },
    });
  });

  test("of two that start from one version, one is told of the other", async () => {
    const fields = [...(await orderType("rent"))];
    const change = (name: string) =>
      refusal(updateRecordType(plane.operator, { key: "rent", name, fields, version: 1 }));
    const codes = (await Promise.all([change("One"), change("Two")])).map((refused) => refused?.code);
    expect(codes.toSorted()).toEqual(["conflict", undefined]);
  });
});

test("a record type is deleted when nothing uses it, and not before", async () => {
  await orderType("tax");
  const remove = () => refusal(deleteRecordType(plane.operator, { key: "tax" }));
  expect(await remove()).toMatchObject({ code: "conflict" });
  await plane.fresh.db.operator.extensionPoint.delete({ where: { key: "tax.placed" } });
  expect(await remove()).toMatchObject({ code: "conflict" });
  await plane.fresh.db.operator.record.deleteMany({ where: { typeKey: "tax" } });
  expect(await remove()).toBeUndefined();
  expect(await remove()).toMatchObject({ code: "not_found" });
});
