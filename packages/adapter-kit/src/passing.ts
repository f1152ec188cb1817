/** What is done with the pieces of a stream. */
export interface Passing<In, Out> {
  /** What goes on with a piece. */
  readonly take: (piece: In) => Promise<readonly Out[]>;
  /** What goes on at the end. */
  readonly end: () => Promise<readonly Out[]>;
  /** Nobody reads on, or there is nothing more to read: what was held goes nowhere. */
  readonly cutOff: () => Promise<void>;
}

/** A stream of what goes on of another, which is read as fast as it is. A step that throws ends it with that error. */
export function passing<In, Out>(
  source: ReadableStream<In>,
  { take, end, cutOff }: Passing<In, Out>,
): ReadableStream<Out> {
  const reader = source.getReader();
  return new ReadableStream<Out>({
    async pull(controller) {
      try {
        for (let isWaiting = true; isWaiting;) {
          const read = await reader.read();
          for (const piece of read.done ? await end() : await take(read.value)) {
            controller.enqueue(piece);
            isWaiting = false;
          }
          if (!read.done) continue;
          controller.close();
          return;
        }
      } catch (error) {
        await quietly(cutOff());
        await quietly(reader.cancel(error));
        throw error;
      }
    },
    async cancel(reason) {
      await quietly(cutOff());
      await reader.cancel(reason);
    },
  });
}

/** There is an error already, or nobody to tell one. */
async function quietly(step: Promise<unknown>): Promise<void> {
  await step.catch(() => undefined);
}
