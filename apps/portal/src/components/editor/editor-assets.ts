// What the editor needs beside its own code, fetched at once rather than when the editor comes to ask for it.

const started = new Map<string, Worker>();

function createWorker(label: string): Worker {
  if (label === "typescript" || label === "javascript")
    return new Worker(new URL("./workers/ts.worker.ts", import.meta.url), { type: "module" });
  if (label === "json") return new Worker(new URL("./workers/json.worker.ts", import.meta.url), { type: "module" });
  return new Worker(new URL("./workers/editor.worker.ts", import.meta.url), { type: "module" });
}

/** The worker that was started ahead, once; else a new one. */
export function takeWorker(label: string): Worker {
  const worker = started.get(label);
  started.delete(label);
  return worker ?? createWorker(label);
}

let typings: Promise<ArrayBuffer> | undefined;

/**
 * The declarations of Node.js, AWS Lambda and the function SDK by their address, as the bytes of a JSON object: three
 * megabytes that are read when there is time. A refused request is tried anew.
 */
export function fetchTypings(): Promise<ArrayBuffer> {
  typings ??= fetch(new URL("./generated/typings.json", import.meta.url))
    .then((response) => {
      if (!response.ok) throw new Error(`The typings were refused with ${response.status}.`);
      return response.arrayBuffer();
    })
    .catch((error: unknown) => {
      typings = undefined;
      throw error;
    });
  return typings;
}

let ahead = false;

/** Starts loading what the first editor of the page will ask for: the service of its language, and the typings. */
export function startEditorAssets(language: string): void {
  if (ahead) return;
  ahead = true;
  if (language !== "typescript" && language !== "javascript") return;
  started.set(language, createWorker(language));
  void fetchTypings().catch(() => undefined); // whoever needs them asks again
}
