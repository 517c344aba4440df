import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const script = fileURLToPath(new URL("./listeners-in-namespace.mjs", import.meta.url));

it("ends when the engine has gone before it was done", async () => {
  const wanted = JSON.stringify({ host: "127.0.0.1", ports: [0, 0], names: false });
  const child = spawn(process.execPath, [script, wanted], { stdio: ["pipe", "ignore", "ignore", "ipc"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit");
  child.disconnect();
  child.stdin?.end();
  const [code, signal] = await exited;
  expect([code, signal]).toEqual([1, null]);
});
