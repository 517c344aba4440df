import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EgressEvent } from "../src/execution/egress/egress-gate.ts";
import { type ExecutionFixture, startExecution } from "../src/execution/testing/execution-fixture.ts";

const dial = `import net from "node:net"; export const handler = ({ host, port }) => new Promise((resolve) => {
  const socket = net.connect({ host, port }, () => socket.write("ping"));
  socket.setTimeout(2000, () => resolve("silence"));
  socket.on("data", (bytes) => { socket.destroy(); resolve("answer " + bytes); });
  socket.on("error", (error) => resolve(error.code + " " + error.message));
  socket.on("close", () => resolve("closed")); });`;
const notAllowed =
  /^ECONNREFUSED Connection to \S+ refused: not on this function's egress allow-list\. Add it under Settings → Egress and deploy\.$/;

let fixture: ExecutionFixture;
let server: Server;
let port = 0;
const events: EgressEvent[] = [];
beforeAll(async () => {
  server = createServer((socket) => socket.on("error", () => {}).pipe(socket)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
  const target = `127.0.0.1:${port}`;
  fixture = await startExecution({
    egressAliases: { "legacy.example:7001": target, "deep.wild.example:443": target },
    onEgress: (event) => events.push(event),
  });
});
afterAll(async () => {
  await fixture.stop();
  server.close();
});

describe("without an allow-list", () => {
  it.each([
    "127.0.0.1",
    "169.254.169.254",
    "10.0.0.1",
    "192.168.1.1",
    "8.8.8.8",
    "fd00:ec2::254",
    "legacy.example",
    "example.com",
  ])("nothing reaches %s", async (host) => {
    const { output } = await fixture.run(fixture.define(dial), { host, port });
    expect(output).toMatch(/^E(CONNREFUSED|NETUNREACH)/);
    if (host !== "127.0.0.1") expect(output).toMatch(notAllowed);
  });

  it("Python is told the same", async () => {
    const text = `import socket\ndef handler(e, c):\n  socket.create_connection(("erp.example", 7001))`;
    const { output } = await fixture.run(fixture.definePython(text));
    expect(output).toMatchObject({
      errorType: "ConnectionRefusedError",
      errorMessage: expect.stringContaining(
        "Connection to erp.example:7001 refused: not on this function's egress allow-list",
      ),
    });
  });
});

describe("with an allow-list", () => {
  const egress = [
    { host: "legacy.example", port: 7001 },
    { host: "*.wild.example", port: 443 },
    { host: "localhost", port: 22 },
  ];

  it("an ordinary socket reaches the allowed host and port, and the engine tells who did", async () => {
    const spec = fixture.define(dial, { egress });
    const answer = await fixture.run(spec, { host: "legacy.example", port: 7001 }, "tenant-a");
    expect(answer.output).toBe("answer ping");
    expect(answer.platformLines).toContain("EGRESS connected: legacy.example:7001");
    expect(events).toContainEqual({
      functionName: spec.functionName,
      tenantId: "tenant-a",
      host: "legacy.example",
      port: 7001,
      outcome: "connected",
    });
  });

  it("a wildcard covers names below it and not itself", async () => {
    const spec = fixture.define(dial, { egress });
    expect((await fixture.run(spec, { host: "deep.wild.example", port: 443 })).output).toBe("answer ping");
    expect((await fixture.run(spec, { host: "wild.example", port: 443 })).output).toMatch(notAllowed);
  });

  it("another port, another name and the host itself stay closed", async () => {
    const spec = fixture.define(dial, { egress });
    for (const target of [
      { host: "legacy.example", port: 443 },
      { host: "erp.example", port: 7001 },
      { host: "127.0.0.1", port },
      { host: "169.254.169.254", port: 80 },
    ])
      expect((await fixture.run(spec, target)).output, JSON.stringify(target)).toMatch(/^ECONNREFUSED/);
  });

  it("a name that leads to a private address is refused, and the log says so", async () => {
    const spec = fixture.define(dial, {
      egress: [
        { host: "localhost.localdomain", port: 22 },
        { host: "0x7f000001", port: 22 },
      ],
    });
    const answer = await fixture.run(spec, { host: "localhost.localdomain", port: 22 });
    expect(answer.output).not.toMatch(/^answer/);
    expect(answer.platformLines.join("\n")).toMatch(/EGRESS refused: localhost\.localdomain:22/);
  });
});
