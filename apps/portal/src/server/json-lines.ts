import { bodyOf } from "./body-of";

async function* encoded(pages: AsyncGenerator<readonly unknown[]>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const items of pages) yield encoder.encode(items.map((item) => `${JSON.stringify(item)}\n`).join(""));
}

/** A file with a line of JSON for each item, sent as the pages are read and no faster than it is taken. */
export async function jsonLines(fileName: string, pages: AsyncGenerator<readonly unknown[]>): Promise<Response> {
  return new Response(await bodyOf(encoded(pages)), {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName}"`,
    },
  });
}
