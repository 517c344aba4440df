import { afterAll, beforeEach, describe, expect, test } from "vitest";
import {
  acceptInvitation,
  authenticateUser,
  confirmTotp,
  createPasswordReset,
  createUserPasswordReset,
  getAccount,
  getMail,
  listMails,
  mailForgotPassword,
  type PersonContext,
  removeTotp,
  resetPassword,
  startTotp,
} from "../src/index.ts";
import { oneTimePassword } from "../src/totp/one-time-password.ts";
import { openTotp } from "../src/totp/sealed-totp.ts";
import { password, portalUrl, startAccounts, tokenOf } from "./start-accounts.ts";

const { anybody, invite, join, plane, signIn } = await startAccounts();
afterAll(() => plane.close());
beforeEach(() => plane.fresh.db.operator.signInTry.deleteMany());

describe("an authenticator app", () => {
  const codeNow = (secret: Uint8Array, later = 0) => oneTimePassword(secret, Math.floor(Date.now() / 30_000) + later);
  const secretOf = async (person: PersonContext) => {
    const user = await plane.fresh.db.operator.user.findUniqueOrThrow({ where: { id: person.userId } });
    return openTotp(anybody.masterKey, user) ?? new Uint8Array();
  };
  const enter = (person: PersonContext, code?: string) =>
    authenticateUser(anybody, { email: person.email, password, ...(code === undefined ? {} : { code }) });

  const secretSealed = async ({ userId: id }: PersonContext) =>
    (await plane.fresh.db.operator.user.findUniqueOrThrow({ where: { id } })).totpCiphertext;

  async function setUp(email: string) {
    await join(plane.acme, email);
    const person = await signIn(email);
    await startTotp(person, { password });
    const secret = await secretOf(person);
    const { recoveryCodes } = await confirmTotp(person, { code: codeNow(secret, -1) });
    return { person, secret, recoveryCodes };
  }

  test("counts once a code of it was typed; until then the password is enough", async () => {
    await join(plane.acme, "t1@acme.example");
    const person = await signIn("t1@acme.example");
    await expect(confirmTotp(person, { code: "123456" })).rejects.toMatchObject({ code: "conflict" });
    await expect(startTotp(person, { password: "wrong" })).rejects.toMatchObject({ errors: [{ path: "password" }] });
    expect(await secretSealed(person)).toBeNull();
    const { secret, uri, svg } = await startTotp(person, { password });
    expect(uri).toBe(`otpauth://totp/Annex:t1%40acme.example?secret=${secret}&issuer=Annex`);
    expect(svg).toMatch(/^<svg/);
    expect(Buffer.from((await secretSealed(person)) ?? []).toString("latin1")).not.toContain(secret);
    await expect(confirmTotp(person, { code: "000000" })).rejects.toMatchObject({ errors: [{ path: "code" }] });
    expect((await enter(person)).email).toBe(person.email);
    expect(await getAccount(person)).toMatchObject({ totpSince: null });
  });

  test("is asked for beside the right password only, and no code is good twice", async () => {
    const { person, secret } = await setUp("t2@acme.example");
    expect(await getAccount(person)).toMatchObject({ totpSince: expect.any(String), recoveryCodesLeft: 10 });
    await expect(authenticateUser(anybody, { email: person.email, password: "wrong" })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(enter(person)).rejects.toMatchObject({ code: "forbidden" });
    await expect(enter(person, codeNow(secret, -1))).rejects.toMatchObject({ code: "invalid_request" });
    const code = codeNow(secret);
    const twice = await Promise.allSettled([enter(person, code), enter(person, code)]);
    expect(twice.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(startTotp(person, { password })).rejects.toMatchObject({ code: "conflict" });
  });

  test("is stood in for by each recovery code once, however it is typed", async () => {
    const { person, recoveryCodes } = await setUp("t3@acme.example");
    const [first = ""] = recoveryCodes;
    expect(first).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
    await enter(person, first.toUpperCase().replaceAll("-", " "));
    await expect(enter(person, first)).rejects.toMatchObject({ code: "invalid_request" });
    expect((await getAccount(person)).recoveryCodesLeft).toBe(9);
    const rows = JSON.stringify(await plane.fresh.db.operator.recoveryCode.findMany());
    expect(rows).not.toContain(first);
  });

  test("ends by its person's password or an operator's link for a new one, not by an owner's", async () => {
    const { person } = await setUp("t4@acme.example");
    const { userId } = person;
    await expect(removeTotp(person, { password: "wrong" })).rejects.toMatchObject({ errors: [{ path: "password" }] });
    const byOwner = await createPasswordReset(plane.acme, { userId, portalUrl });
    await resetPassword(anybody, { token: tokenOf(byOwner.link), password });
    await expect(enter(person)).rejects.toMatchObject({ code: "forbidden" });
    const byOperator = await createUserPasswordReset(plane.operator, { userId, portalUrl });
    await resetPassword(anybody, { token: tokenOf(byOperator.link), password });
    expect((await enter(person)).email).toBe(person.email);
    await startTotp(person, { password });
    await confirmTotp(person, { code: codeNow(await secretOf(person)) });
    await removeTotp(person, { password });
    expect((await enter(person)).email).toBe(person.email);
  });

  test("guessing its code is stopped like guessing a password", async () => {
    const { person } = await setUp("t5@acme.example");
    for (let n = 0; n < 10; n++)
      await expect(enter(person, "000000")).rejects.toMatchObject({ code: "invalid_request" });
    await expect(enter(person, "000000")).rejects.toMatchObject({ code: "limit_exceeded" });
  });

  test("gives no further guess at its code to who proves the password elsewhere: with an invitation or a link", async () => {
    const { person } = await setUp("t6@acme.example");
    const { link } = await invite(plane.globex, person.email);
    for (let n = 0; n < 8; n++)
      await expect(enter(person, "000000")).rejects.toMatchObject({ code: "invalid_request" });
    await acceptInvitation(anybody, { token: tokenOf(link), password });
    await expect(enter(person, "000000")).rejects.toMatchObject({ code: "invalid_request" });
    await expect(enter(person, "000000")).rejects.toMatchObject({ code: "limit_exceeded" });
    await mailForgotPassword(anybody, { email: person.email, portalUrl });
    const [mail] = (await listMails(plane.operator)).items.filter(({ to }) => to === person.email);
    const { text } = await getMail(plane.operator, { mailId: mail?.id ?? "" });
    await resetPassword(anybody, { token: tokenOf(/https:\S+/.exec(text ?? "")?.[0] ?? null), password });
    await expect(enter(person, "000000")).rejects.toMatchObject({ code: "limit_exceeded" });
  });
});
