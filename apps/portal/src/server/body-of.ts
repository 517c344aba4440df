/** A body that is made as fast as it is taken. What goes wrong with the first part is thrown; later the answer breaks off. */
export async function bodyOf(parts: AsyncGenerator<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const first = await parts.next();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (first.done) controller.close();
      else controller.enqueue(first.value);
    },
    async pull(controller) {
      const next = await parts.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
