/**
 * A file with a line of JSON for each item, sent as the pages are read and no faster than it is taken. What goes wrong
 * with the first page is thrown; later the download breaks off.
 */
export async function jsonLines(fileName: string, pages: AsyncGenerator<readonly unknown[]>): Promise<Response> {
  const encoder = new TextEncoder();
  const first = await pages.next();
  const encode = (items: readonly unknown[]) =>
    encoder.encode(items.map((item) => `${JSON.stringify(item)}\n`).join(""));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (first.done) controller.close();
      else controller.enqueue(encode(first.value));
    },
    async pull(controller) {
      const next = await pages.next();
      if (next.done) controller.close();
      else controller.enqueue(encode(next.value));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName}"`,
    },
  });
}
