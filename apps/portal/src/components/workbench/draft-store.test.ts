import { type Draft, type DraftContent, saveDraftSchema } from "@annex/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createApi } from "../../client/api";
import type { DraftBackup } from "./draft-backup";
import { DraftStore } from "./draft-store";

const content: DraftContent = {
  source: { kind: "files", files: [{ path: "index.js", content: "one" }] },
  language: "javascript",
  runtime: "nodejs24.x",
  handler: "index.handler",
  memoryMb: 128,
  timeoutMs: 3000,
  environment: {},
  packages: [],
  egress: [],
  layers: [],
  extensionPointKey: null,
  mapping: { parameters: [], outputs: [] },
};
const meta = { updatedBy: "user:dev@acme.example", updatedAt: "2026-11-24T12:00:00.000Z" };
const withMemory = (memoryMb: number) => (old: DraftContent) => ({ ...old, memoryMb });

/** The draft's route as the portal answers it, held in memory. */
let server: Draft;

function problem(status: number, code: string, detail: string): Response {
  const body = { type: `urn:annex:error:${code}`, title: code, status, code, detail, correlationId: "c" };
  return Response.json(body, { status });
}

beforeEach(() => {
  server = { content, revision: 1, ...meta };
  vi.stubGlobal("fetch", async (_url: string, init: RequestInit) => {
    if (init.method !== "PUT") return Response.json(server);
    const input = saveDraftSchema.parse(JSON.parse(String(init.body)));
    if (input.revision !== server.revision) return problem(409, "conflict", "A newer draft is there.");
    server = { ...server, content: input.content, revision: server.revision + 1 };
    return Response.json(server);
  });
});
afterEach(() => vi.unstubAllGlobals());

function backup(kept: ReturnType<DraftBackup["read"]> = null): DraftBackup {
  let current = kept;
  return {
    read: () => current,
    write: (written, revision) => {
      current = { content: written, revision };
      return true;
    },
    clear: () => {
      current = null;
    },
  };
}

function open(kept: DraftBackup = backup()) {
  return new DraftStore({
    api: createApi("acme"),
    functionName: "f",
    draft: server,
    backup: kept,
    autosaveMs: 1,
    retryMs: 1,
  });
}

test("an edit is unsaved at once and saved shortly after", async () => {
  const store = open();
  store.edit(withMemory(256));
  expect(store.snapshot().save).toBe("unsaved");
  await vi.waitFor(() => expect(store.snapshot().save).toBe("saved"));
  expect(server).toMatchObject({ revision: 2, content: { memoryMb: 256 } });
});

test("flush saves what is unsaved before it answers with the revision", async () => {
  const store = open();
  store.edit(withMemory(512));
  expect(await store.flush()).toBe(2);
  expect(server.content.memoryMb).toBe(512);
});

test("a newer draft in the database is a conflict that nothing overwrites by itself", async () => {
  const store = open();
  server = { ...server, content: withMemory(1024)(content), revision: 5 };
  store.edit(withMemory(256));
  await vi.waitFor(() => expect(store.snapshot().save).toBe("conflict"));
  await expect(store.flush()).rejects.toThrow("A newer draft is there.");
  expect(server.content.memoryMb).toBe(1024);
});

test("after a conflict, mine is written over theirs only when somebody chose so", async () => {
  const store = open();
  server = { ...server, revision: 5 };
  store.edit(withMemory(256));
  await vi.waitFor(() => expect(store.snapshot().save).toBe("conflict"));
  await store.resolve("mine");
  expect(store.snapshot()).toMatchObject({ save: "saved", revision: 6 });
  expect(server.content.memoryMb).toBe(256);
});

test("a merge of both is written over the newer draft, and only over that one", async () => {
  const store = open();
  server = { ...server, revision: 5 };
  store.edit(withMemory(256));
  await vi.waitFor(() => expect(store.snapshot().save).toBe("conflict"));
  await expect(store.resolveWith(withMemory(512)(content), 4)).rejects.toThrow("A newer draft is there.");
  expect(server.revision).toBe(5);
  await store.resolveWith(withMemory(512)(content), 5);
  expect(store.snapshot()).toMatchObject({ save: "saved", revision: 6 });
  expect(server.content.memoryMb).toBe(512);
});

test("a draft that somebody else saved is shown by itself only while nothing is unsaved here", async () => {
  const store = open();
  const newer = { ...server, content: withMemory(1024)(content), revision: 5 };
  expect(store.refresh(newer)).toBe(true);
  expect(store.snapshot()).toMatchObject({ revision: 5, content: { memoryMb: 1024 } });
  store.edit(withMemory(256));
  expect(store.refresh({ ...newer, revision: 6 })).toBe(false);
  expect(store.snapshot().content.memoryMb).toBe(256);
});

test("without a session the draft stays in the browser and is saved once there is one again", async () => {
  let session = false;
  const answer = globalThis.fetch;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) =>
    session ? answer(url, init) : problem(401, "unauthenticated", "Sign in."),
  );
  const kept = backup();
  const store = open(kept);
  store.edit(withMemory(256));
  await vi.waitFor(() => expect(store.snapshot().save).toBe("signed_out"));
  expect(kept.read()?.content.memoryMb).toBe(256);
  session = true;
  await vi.waitFor(() => expect(store.snapshot().save).toBe("saved"));
  expect(server.content.memoryMb).toBe(256);
});

/** As the page does that shows it. */
const show = (store: DraftStore) => store.subscribe(() => undefined);

test("what was typed and never saved is back after a reload", async () => {
  const kept = backup({ content: withMemory(256)(content), revision: 1 });
  const store = open(kept);
  show(store);
  expect(store.snapshot()).toMatchObject({ restored: true, content: { memoryMb: 256 } });
  await vi.waitFor(() => expect(store.snapshot().save).toBe("saved"));
  expect(kept.read()).toBeNull();
});

test("of two stores that restored one copy only the one on screen saves it", async () => {
  const kept = backup({ content: withMemory(256)(content), revision: 1 });
  const [dropped, shown] = [open(kept), open(kept)];
  show(shown);
  await vi.waitFor(() => expect(shown.snapshot().save).toBe("saved"));
  expect(dropped.snapshot()).toMatchObject({ save: "unsaved", revision: 1 });
  expect(server.revision).toBe(2);
});

test("two windows that restored the same are in no conflict with each other", async () => {
  const kept = backup({ content: withMemory(256)(content), revision: 1 });
  const stores = [open(kept), open(kept)];
  stores.map(show);
  await vi.waitFor(() => expect(stores.map((store) => store.snapshot().save)).toEqual(["saved", "saved"]));
  expect(stores.map((store) => store.snapshot().revision)).toEqual([2, 2]);
  expect(server.revision).toBe(2);
});

test("a browser's copy of an older revision does not overwrite a newer draft", () => {
  server = { ...server, revision: 3 };
  expect(open(backup({ content: withMemory(256)(content), revision: 1 })).snapshot().save).toBe("conflict");
});

test("content that the platform would refuse is kept in the browser and told", async () => {
  const kept = backup();
  const store = open(kept);
  store.edit(withMemory(1));
  await vi.waitFor(() => expect(store.snapshot().save).toBe("refused"));
  expect(kept.read()?.content.memoryMb).toBe(1);
  expect(server.revision).toBe(1);
});
