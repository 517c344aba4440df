import { afterAll, beforeAll, expect, test } from "vitest";
import { createCell, createTenant, deleteCell, listCells, updateCell } from "../src/index.ts";
import { refusal } from "./refusal.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

const where = { region: "eu-west-3", accountId: "123456789012" };
const network = { subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] };

test("a cell of AWS takes tenants once it has a closed network, and not before", async () => {
  const cell = await createCell(plane.operator, { name: "paris", ...where });
  expect(cell).toMatchObject({ ...where, name: "paris", endpoint: null, acceptsTenants: false, tenants: 0 });
  const tenantOn = (slug: string) =>
    createTenant(plane.operator, { slug, name: slug, cellId: cell.id, portalUrl: "http://portal.example" });
  expect(await refusal(tenantOn("too-early"))).toEqual({ code: "invalid_request", path: "cellId" });
  const open = { subnetIds: [], securityGroupIds: [], acceptsTenants: true };
  expect(await refusal(updateCell(plane.operator, { cellId: cell.id, ...open }))).toEqual({
    ...{ code: "invalid_request", path: "subnetIds" },
  });
  await updateCell(plane.operator, { cellId: cell.id, ...network, acceptsTenants: true });
  expect((await tenantOn("in-paris")).tenant.cell).toBe("paris");
});

test("each cell has roles in its account's partition and an external ID of its own", async () => {
  const made = await Promise.all([
    createCell(plane.operator, { name: "beijing", region: "cn-north-1", accountId: "123456789012" }),
    createCell(plane.operator, { name: "dublin", region: "eu-west-1", accountId: "123456789012" }),
  ]);
  const rows = await plane.fresh.db.operator.cell.findMany({ where: { name: { in: ["beijing", "dublin"] } } });
  expect(rows.map(({ authorRoleArn }) => authorRoleArn).toSorted()).toEqual([
    "arn:aws-cn:iam::123456789012:role/annex-author",
    "arn:aws:iam::123456789012:role/annex-author",
  ]);
  expect(new Set(made.map(({ externalId }) => externalId)).size).toBe(2);
  const names = (await listCells(plane.operator)).map(({ name }) => name);
  expect(names).toEqual(names.toSorted());
});

test.each([
  [{ name: "Paris" }, "name"],
  [{ region: "paris" }, "region"],
  [{ accountId: "42" }, "accountId"],
])("%j is refused at its place", async (wrong, path) => {
  const refused = await refusal(createCell(plane.operator, { name: "lyon", ...where, ...wrong }));
  expect(refused).toEqual({ code: "invalid_request", path });
});

test("a network is subnets and a security group, and the engine has none", async () => {
  const { id: cellId } = await createCell(plane.operator, { name: "milan", ...where });
  const change = (of: Partial<typeof network>, id = cellId) =>
    refusal(updateCell(plane.operator, { cellId: id, ...network, ...of, acceptsTenants: false }));
  expect(await change({ securityGroupIds: [] })).toEqual({ code: "invalid_request", path: "securityGroupIds" });
  expect(await change({ subnetIds: [] })).toEqual({ code: "invalid_request", path: "subnetIds" });
  const { operator } = plane.fresh.db;
  await operator.cell.update({ where: { id: plane.acme.tenant.cellId }, data: { endpoint: "http://127.0.0.1:9" } });
  expect(await change({}, plane.acme.tenant.cellId)).toEqual({ code: "invalid_request", path: "subnetIds" });
});

test("a cell is deleted when nothing is placed in it, and not before", async () => {
  const { id: cellId } = await createCell(plane.operator, { name: "turin", ...where });
  await updateCell(plane.operator, { cellId, ...network, acceptsTenants: true });
  const { tenant } = await createTenant(plane.operator, {
    ...{ slug: "in-turin", name: "Turin", cellId, portalUrl: "http://portal.example" },
  });
  await expect(deleteCell(plane.operator, { cellId })).rejects.toMatchObject({
    code: "conflict",
    message: "1 tenant and 0 functions are placed in turin, those in the bin counted. It stays.",
  });
  await plane.fresh.db.operator.tenant.delete({ where: { id: tenant.id } });
  await deleteCell(plane.operator, { cellId });
  await expect(deleteCell(plane.operator, { cellId })).rejects.toMatchObject({ code: "not_found" });
  const [event] = await plane.fresh.db.operator.auditEvent.findMany({ where: { action: "deleteCell" } });
  expect(event).toMatchObject({ target: "cell:turin", actor: "user:operator@annex.example" });
});
