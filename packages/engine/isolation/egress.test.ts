import { createServer as createHttpServer } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EgressEvent } from "../src/execution/egress/egress-gate.ts";
import { type ExecutionFixture, startExecution } from "../src/execution/testing/execution-fixture.ts";
import { type NameServer, startNameServer } from "../src/execution/testing/name-server.ts";

/** What each name leads to; a list is worn out from its front, its last member stays. */
const answers: Record<string, string[][]> = {
  "loop.example": [["127.0.0.1"]],
  "zero.example": [["0.0.0.0"]],
  "metadata.example": [["169.254.169.254"]],
  "lan.example": [["10.0.0.1"]],
  "mixed.example": [["192.88.98.1", "127.0.0.1"]],
  "mapped.example": [["0:0:0:0:0:ffff:7f00:1"]],
  "translated.example": [["64:ff9b:0:0:0:0:7f00:1"]],
  "six.example": [["0:0:0:0:0:0:0:1"]],
  "local.example": [["fe80:0:0:0:0:0:0:1"]],
  "metadata6.example": [["fd00:ec2:0:0:0:0:0:254"]],
};
const hostile = Object.keys(answers);

let fixture: ExecutionFixture;
let names: NameServer;
let server: Server;
let port = 0;
let asked: string[] = [];
let reached = 0;
const events: EgressEvent[] = [];
const opened = new Set<Socket>();
beforeAll(async () => {
  // Answers what it got once the other side has ended its half.
  server = createServer({ allowHalfOpen: true }, (socket) => {
    reached++;
    opened.add(socket);
    let text = "";
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      text += bytes;
      if (text.endsWith("\n")) socket.write(`echo ${text}`);
    });
    socket.on("end", () => socket.end(`whole ${text}`));
  });
  port = await listen(server);
  names = await startNameServer((name) => {
    asked.push(name);
    const list = answers[name] ?? [];
    return (list.length > 1 ? list.shift() : list[0]) ?? [];
  });
  fixture = await startExecution({
    egressAliases: { "legacy.example:7001": `127.0.0.1:${port}`, "deep.wild.example:7001": `127.0.0.1:${port}` },
    nameServers: [names.address],
    onEgress: (event) => events.push(event),
  });
});
afterAll(async () => {
  await fixture.stop();
  for (const socket of opened) socket.destroy();
  server.close();
  names.close();
});

const dial = `import net from "node:net"; export const handler = ({ host, port, send = "x\\n" }) => new Promise((resolve) => {
  let text = ""; const socket = net.connect({ host, port, allowHalfOpen: true }, () => send === "" ? socket.end("half") : socket.write(send));
  socket.setTimeout(1500, () => { socket.destroy(); resolve("silence"); });
  socket.on("data", (bytes) => { text += bytes; if (send !== "") { socket.destroy(); resolve(text); } });
  socket.on("end", () => resolve(text)); socket.on("error", (error) => resolve("refused " + error.code)); });`;

describe("a name that leads to what is not the public internet", () => {
  it.each(hostile)("%s is refused, and its function and tenant are told", async (host) => {
    const spec = fixture.define(dial, { egress: [{ host, port }] });
    const answer = await fixture.run(spec, { host, port }, "tenant-a");
    expect(answer.output).toBe("refused ECONNRESET");
    expect(answer.platformLines).toContain(`EGRESS refused: ${host}:${port} (the name leads to a private address)`);
    expect(events).toContainEqual(
      expect.objectContaining({
        functionName: spec.functionName,
        tenantId: "tenant-a",
        host,
        port,
        outcome: "refused",
      }),
    );
  });

  it("changes its answer between judging and connecting (DNS rebinding), and gains nothing", async () => {
    // 192.88.98.1 is nobody's: what matters is that the second answer is never asked for.
    answers["rebind.example"] = [["192.88.98.1"], ["127.0.0.1"]];
    asked = [];
    const before = reached;
    const host = "rebind.example";
    const answer = await fixture.run(fixture.define(dial, { egress: [{ host, port }] }), { host, port });
    expect(answer.output).toMatch(/^(silence|refused)/);
    expect(asked.filter((name) => name === host).length).toBeLessThanOrEqual(2);
    expect(reached).toBe(before);
  });
});

describe("spellings of an address", () => {
  const spellings = ["2130706433", "0x7f000001", "017700000001", "127.1", "0x7f.1", "0177.0.0.1", "127.0.0.1"];
  it.each(spellings)("%s reaches nothing, though the list has it", async (host) => {
    const before = reached;
    const spec = fixture.define(dial, { egress: [{ host, port }] });
    expect((await fixture.run(spec, { host, port })).output).toMatch(/^(refused|silence)/);
    expect(reached).toBe(before);
  });

  it("an IPv4-mapped or another address of the loopback is not another door", async () => {
    const before = reached;
    const spec = fixture.define(dial, { egress: [{ host: "legacy.example", port: 7001 }] });
    for (const host of ["::ffff:127.0.0.1", "::ffff:7f00:1", "127.0.0.1", "127.77.0.2", "::1", "0.0.0.0", "localhost"])
      expect((await fixture.run(spec, { host, port: 7001 })).output, host).toMatch(/^refused/);
    expect(reached).toBe(before);
  });
});

describe("an allowed name", () => {
  const egress = [
    { host: "legacy.example", port: 7001 },
    { host: "*.wild.example", port: 7001 },
  ];

  it("carries plain TCP whole, half-closed connections too", async () => {
    const spec = fixture.define(dial, { egress });
    expect((await fixture.run(spec, { host: "legacy.example", port: 7001, send: "" })).output).toBe("whole half");
    expect((await fixture.run(spec, { host: "LEGACY.example", port: 7001 })).output).toBe("echo x\n");
    expect((await fixture.run(spec, { host: "deep.wild.example", port: 7001 })).output).toBe("echo x\n");
  });

  it("takes no orders from what is sent: CONNECT and absolute URLs go to the allowed host as they are", async () => {
    const spec = fixture.define(dial, { egress });
    const send = `CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n`;
    const { output } = await fixture.run(spec, { host: "legacy.example", port: 7001, send });
    expect(output).toBe(`echo ${send}`);
  });

  it("does not open what it redirects to", async () => {
    const http = createHttpServer((_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end();
    });
    const redirecting = await listen(http);
    const other = await startExecution({ egressAliases: { "moved.example:80": `127.0.0.1:${redirecting}` } });
    const text = `export const handler = async (event) => { const head = await fetch("http://moved.example/", { redirect: "manual" });
      try { return [head.status, await (await fetch("http://moved.example/")).text()]; } catch (error) { return [head.status, error.cause?.code]; } };`;
    const spec = other.define(text, { egress: [{ host: "moved.example", port: 80 }] });
    const before = reached;
    expect((await other.run(spec)).output).toEqual([302, "ECONNREFUSED"]);
    expect(reached).toBe(before);
    await other.stop();
    http.close();
  });

  it("does not mean a name that only contains it", async () => {
    const spec = fixture.define(dial, { egress });
    for (const host of [
      "legacy.example.evil.example",
      "xlegacy.example",
      "wild.example",
      "xwild.example",
      "a.wild.example.evil.example",
      "legacy.example%00.evil.example",
    ])
      expect((await fixture.run(spec, { host, port: 7001 })).output, host).toMatch(/^refused/);
  });

  it("is no way to another protocol: UDP goes nowhere", async () => {
    const text = `
import socket
def handler(event, context):
    answers = []
    for host in ["8.8.8.8", "127.77.0.1", "169.254.169.254", "127.0.0.1"]:
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.settimeout(0.3)
        try:
            s.sendto(b"ping", (host, 7001))
            answers.append(s.recv(100).decode())
        except OSError as error:
            answers.append("none")
    return answers
`;
    const spec = fixture.definePython(text, { egress });
    expect((await fixture.run(spec)).output).toEqual(["none", "none", "none", "none"]);
  });

  it("cannot be used to keep the engine busy: a flood of connections or names closes the way", async () => {
    const text = `
import socket, time
def handler(event, context):
    end = time.time() + 20
    while time.time() < end:
        try:
            if event == "connections":
                s = socket.socket(); s.connect(("127.77.0.1", 7001)); s.close()
            else:
                for _ in range(100):
                    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(("127.0.0.1", 53)); s.send(b"x" * 30); s.close()
                s = socket.socket(); s.connect(("127.77.0.1", 7001)); s.close()
        except ConnectionRefusedError:
            return "closed"
        except OSError:
            pass
    return "open"
`;
    for (const kind of ["connections", "names"]) {
      const answer = await fixture.run(fixture.definePython(text, { egress, timeoutMs: 30_000 }), kind);
      expect([kind, answer.output]).toEqual([kind, "closed"]);
      expect(answer.platformLines.join("\n")).toContain("flooded by this function");
      expect(answer.platformLines.length).toBeLessThan(10_100);
    }
  });
});

it("meets no other sandbox: abstract sockets, ports and names of one are not another's", async () => {
  const listener = `import net from "node:net"; export const handler = async (event) => {
    const wait = (server, where) => new Promise((resolve) => server.listen(where, resolve));
    await wait(net.createServer((s) => s.end("abstract")), "\\0annex-meeting"); await wait(net.createServer((s) => s.end("port")), { host: "0.0.0.0", port: 5555 });
    await new Promise((resolve) => setTimeout(resolve, event)); return "listened"; };`;
  const caller = `import net from "node:net"; export const handler = async () => {
    const attempt = (where) => new Promise((resolve) => { const s = net.connect(where); s.on("data", (b) => resolve(String(b))); s.on("error", (e) => resolve(e.code)); });
    return Promise.all([attempt("\\0annex-meeting"), attempt({ host: "127.0.0.1", port: 5555 })]); };`;
  const listening = fixture.run(fixture.define(listener), 2_000);
  const spec = fixture.define(caller);
  while (await Promise.race([listening.then(() => false), fixture.run(spec)]).then((answer) => answer !== false)) {
    expect((await fixture.run(spec)).output).toEqual(["ECONNREFUSED", "ECONNREFUSED"]);
  }
  expect((await listening).output).toBe("listened");
});

async function listen(listening: Server): Promise<number> {
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const address = listening.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
