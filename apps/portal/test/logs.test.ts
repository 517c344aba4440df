import { randomUUID } from "node:crypto";
import { type LogLine, logLineSchema } from "@annex/contract";
import { type LogEntry, recordLines } from "@annex/telemetry";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GET as exportLines } from "../src/app/api/v1/logs/export/route";
import { GET as tailLines } from "../src/app/api/v1/logs/tail/route";
import { type PortalApi, startPortalApi, type Tenant } from "./start-portal-api";

let api: PortalApi;
beforeAll(async () => {
  api = await startPortalApi();
});
afterAll(() => api.close());

async function write({ ctx }: Tenant, ...messages: string[]) {
  const common = { functionId: null, requestId: null, correlationId: null, releaseNumber: null, fields: null };
  const entries = messages.map(
    (message): LogEntry => ({
      ...common,
      eventId: randomUUID(),
      level: "info",
      message,
      source: "worker",
      at: new Date(),
    }),
  );
  await api.fresh.db.operator.$transaction((tx) => recordLines(tx, ctx.tenant.id, entries));
}

async function ask(handler: typeof tailLines, path: string, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const authorization = `Bearer ${await api.acme.token("viewer")}`;
  const request = new Request(`http://portal.test/api/v1/logs/${path}`, {
    headers: { authorization, ...headers },
    signal: stop.signal,
  });
  return { stop, response: await handler(request, { params: Promise.resolve({}) }) };
}

/** Reads a tail until `count` lines came, then breaks the connection, as a network does. */
async function linesOf({ stop, response }: Awaited<ReturnType<typeof ask>>, count: number): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = /^event: line\ndata: (.*)$/m.exec(event)?.[1];
      if (data) lines.push(logLineSchema.parse(JSON.parse(data)));
    }
    if (lines.length >= count) break;
  }
  stop.abort();
  return lines;
}

test("a tail tells each new line of its tenant at once, and goes on after a broken connection without a gap", async () => {
  const tail = await ask(tailLines, "tail?text=tailed");
  expect(tail.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  await write(api.globex, "tailed of globex");
  await write(api.acme, "tailed 1", "aside", "tailed 2");
  const first = await linesOf(tail, 2);
  expect(first.map(({ message }) => message)).toEqual(["tailed 1", "tailed 2"]);
  await write(api.acme, "tailed 3");
  const again = await ask(tailLines, "tail?text=tailed", { "last-event-id": first.at(-1)?.id ?? "" });
  await write(api.acme, "tailed 4");
  expect((await linesOf(again, 2)).map(({ message }) => message)).toEqual(["tailed 3", "tailed 4"]);
});

test("an export is a line of JSON for each line found, of the own tenant", async () => {
  await write(api.acme, ...Array.from({ length: 700 }, (_, n) => `exported ${n}`));
  await write(api.globex, "exported of globex");
  const { response } = await ask(exportLines, "export?text=exported");
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="log-lines.ndjson"');
  const lines = (await response.text()).trimEnd().split("\n");
  const messages = lines.map((line) => logLineSchema.parse(JSON.parse(line)).message);
  expect([messages.length, new Set(messages).size]).toEqual([700, 700]);
});

test.each(["export?field=nonsense", "tail?after=x", "export?from=yesterday"])("%s is refused", async (path) => {
  const { response } = await ask(path.startsWith("tail") ? tailLines : exportLines, path);
  expect(response.status).toBe(400);
});
