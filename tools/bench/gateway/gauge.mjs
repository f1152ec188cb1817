/**
 * Loaded ahead of a server that is measured: tells the process that started it what CPU time it has used, in µs, and
 * what memory it has, in bytes. With `--expose-gc` the heap is what is left after a collection.
 */
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.send !== undefined) {
  process.on('message', (message) => {
    if (message?.ask !== 'gauge') return;
    if (message.collect) for (let time = 0; time < 2; time++) globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send({ gauge: { cpu: user + system, rss, heap: heapUsed, external } });
  });
  // A server that is told to end does so.
  process.channel.unref();
}
