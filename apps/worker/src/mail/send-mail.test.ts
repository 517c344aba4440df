import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { enqueueMail } from "@annex/control-plane";
import { parseMasterKey } from "@annex/envelope";
import { type FreshDatabase, freshDatabase, listenLocally } from "@annex/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createMailer, type Mailer } from "./create-mailer.ts";
import { keepMails } from "./keep-mails.ts";
import { sendMail } from "./send-mail.ts";

const masterKey = parseMasterKey(randomBytes(32).toString("base64"));
const jobs = { send: async () => undefined, close: async () => undefined };
const received: string[] = [];
let answer = "250 taken";
let fresh: FreshDatabase;
let mailer: Mailer;
let close: () => Promise<void>;

/** A mail server (RFC 5321) of a few words: it says `answer` to what it is sent. */
beforeAll(async () => {
  fresh = await freshDatabase();
  const server = createServer((socket) => {
    let text = "";
    let inData = false;
    socket.on("error", () => undefined); // a client may hang up
    socket.write("220 test\r\n");
    socket.on("data", (chunk) => {
      text += chunk;
      for (
        let end = text.indexOf(inData ? "\r\n.\r\n" : "\r\n");
        end >= 0;
        end = text.indexOf(inData ? "\r\n.\r\n" : "\r\n")
      ) {
        const part = text.slice(0, end);
        text = text.slice(end + (inData ? 5 : 2));
        if (inData) received.push(part);
        const isData = !inData && part.toUpperCase() === "DATA";
        socket.write(isData ? "354 go on\r\n" : inData ? `${answer}\r\n` : "250 fine\r\n");
        inData = isData;
      }
    });
  });
  const port = await listenLocally(server);
  mailer = createMailer({ url: `smtp://127.0.0.1:${port}`, from: "Annex <annex@acme.example>" });
  close = () => new Promise((done) => server.close(() => done()));
});
afterAll(async () => {
  await close();
  await fresh.dispose();
});
beforeEach(() => {
  received.length = 0;
  answer = "250 taken";
});

const mail = { to: "ada@acme.example", subject: "Grüße", text: "Click https://portal.example/#secret" };
const write = () =>
  fresh.db.operator.$transaction((tx) => enqueueMail(tx, { jobs, masterKey }, { tenantId: null, ...mail }));
const nobody = { giveBack: async () => false };
const rowOf = (id: string) => fresh.db.operator.mail.findUniqueOrThrow({ where: { id } });
const send = (id: string, lastTry = false) => sendMail({ db: fresh.db, masterKey, mailer }, id, lastTry);

test("an e-mail reaches the mail server once, and its text is kept no longer", async () => {
  const id = await write();
  await send(id);
  await send(id);
  expect(received).toHaveLength(1);
  expect(received[0]).toContain(`Message-ID: <${id}@annex>`);
  expect(received[0]).toContain("To: ada@acme.example");
  expect(received[0]).toContain("https://portal.example/#secret");
  expect(await rowOf(id)).toMatchObject({ state: "sent", attempts: 1, ciphertext: null, keyId: null });
});

test("one that the mail server did not take is tried again, and given up with the last try", async () => {
  answer = "451 not now";
  const id = await write();
  await expect(send(id)).rejects.toThrow("451 not now");
  expect(await rowOf(id)).toMatchObject({ state: "queued", attempts: 1 });
  await send(id, true);
  expect(await rowOf(id)).toMatchObject({ state: "failed", attempts: 2, finishedAt: expect.any(Date) });
});

test("without a mail server it is kept, and sent once there is one", async () => {
  const id = await write();
  await sendMail({ db: fresh.db, masterKey, mailer: null }, id, false);
  expect(await rowOf(id)).toMatchObject({ state: "kept", attempts: 0 });
  const asked: unknown[] = [];
  const consumer = {
    giveBack: async (job: unknown) => {
      asked.push(job);
      return true;
    },
  };
  await keepMails({ db: fresh.db, masterKey, mailer: null }, consumer);
  expect(asked).toEqual([]);
  await keepMails({ db: fresh.db, masterKey, mailer }, consumer);
  expect(asked).toEqual([{ queue: "send-mail", data: { mailId: id }, key: id }]);
  await send(id);
  expect((await rowOf(id)).state).toBe("sent");
});

test("a text goes after a week and the row after ninety days", async () => {
  const id = await write();
  const { mail: mails } = fresh.db.operator;
  await mails.update({ where: { id }, data: { createdAt: new Date(Date.now() - 8 * 86_400_000) } });
  await keepMails({ db: fresh.db, masterKey, mailer: null }, nobody);
  expect((await rowOf(id)).ciphertext).toBeNull();
  await send(id, true);
  expect(await rowOf(id)).toMatchObject({ state: "failed", lastError: "Its text is no longer kept." });
  await mails.update({ where: { id }, data: { createdAt: new Date(Date.now() - 91 * 86_400_000) } });
  await keepMails({ db: fresh.db, masterKey, mailer: null }, nobody);
  expect(await mails.findUnique({ where: { id } })).toBeNull();
});
