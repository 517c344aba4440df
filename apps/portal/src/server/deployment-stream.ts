import type { Deployment } from "@annex/contract";
import { subscribeToProgress } from "./progress";

const heartbeatMs = 15_000;
const ended = new Set(["active", "failed", "rolled_back"]);

/** Server-sent events: `deployment` now and whenever it changes; the stream ends with the deployment. */
export async function deploymentStream(
  first: Deployment,
  load: () => Promise<Deployment>,
  signal: AbortSignal,
): Promise<Response> {
  const encoder = new TextEncoder();
  let stop: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      let open = true;
      const write = (text: string) => open && controller.enqueue(encoder.encode(text));
      // one after another, so that an older state never overtakes a newer one
      let queue = Promise.resolve();
      const send = (deployment: Deployment) => {
        write(`event: deployment\ndata: ${JSON.stringify(deployment)}\n\n`);
        if (ended.has(deployment.state)) stop();
      };
      const refresh = () => {
        queue = queue.then(async () => (open ? send(await load()) : undefined)).catch(() => stop());
      };
      const unsubscribe = await subscribeToProgress((progress) => {
        if (progress === "reconnected" || progress.id === first.id) refresh();
      });
      const heartbeat = setInterval(() => write(": still here\n\n"), heartbeatMs);
      stop = () => {
        if (!open) return;
        open = false;
        clearInterval(heartbeat);
        unsubscribe();
        controller.close();
      };
      signal.addEventListener("abort", () => stop());
      if (signal.aborted) return stop(); // it went while we subscribed
      refresh();
    },
    cancel: () => stop(),
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" },
  });
}
